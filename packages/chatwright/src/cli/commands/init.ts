import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { newAppFiles } from '../../init/files.ts'
import { packageFolder } from '../../package-folder.ts'

/** `chatwright init [folder]`: writes a small app that runs as it stands. Files that are there stay as they are. */
export const init = defineCommand({
  meta: { name: 'init', description: 'Write a small app that runs as it stands' },
  args: { folder: { type: 'positional', default: '.', description: 'Where to; made when it is not there' } },
  async run({ args }) {
    const folder = resolve(args.folder)
    const { version } = JSON.parse(await readFile(join(packageFolder(), 'package.json'), 'utf8')) as { version: string }
    await mkdir(folder, { recursive: true })
    for (const [name, text] of Object.entries(newAppFiles(packageNameOf(folder), version))) {
      const path = join(folder, name)
      const isThere = existsSync(path)
      if (!isThere) await writeFile(path, text, { flag: 'wx' })
      console.log(`${isThere ? 'kept ' : 'wrote'} ${name}`)
    }
    const where = args.folder === '.' ? '' : `cd ${args.folder} && `
    console.log(`\nNow: ${where}npx chatwright dev app.ts`)
  },
})

/** A folder's name as npm allows it. */
function packageNameOf(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
  return name === '' ? 'my-chat' : name
}
