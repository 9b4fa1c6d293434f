import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { buildForServing, root } from '../../scripts/run.mjs'

/** Builds what is to be tested, and the storm itself, for that is TypeScript; then lets it loose. */
await buildForServing()
const file = join(root, 'node_modules/.cache/chatwright-chaos/main.mjs')
const build = await rolldown({
  input: fileURLToPath(new URL('main.ts', import.meta.url)),
  platform: 'node',
  external: /^[^./]/,
  transform: { target: 'node20' },
})
await build.write({ file, format: 'esm', sourcemap: 'inline' })
await build.close()
process.setSourceMapsEnabled(true)

const { main } = await import(pathToFileURL(file).href)
const isGood = await main(process.argv.slice(2), new URL('app/chaos.ts', import.meta.url))
process.exit(isGood ? 0 : 1)
