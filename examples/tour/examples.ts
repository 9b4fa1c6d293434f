import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'

/** One of the small apps beside the tour. */
export interface Example {
  name: string
  /** What its README says it shows, in one line. */
  shows: string
  /** Its picture, once there is one. */
  picture: URL | null
}

const folder = new URL('../', import.meta.url)

/** The examples beside the tour, each as its README has it, in the order of their names. */
export async function findExamples(): Promise<Example[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory() && entry.name !== 'tour').map(({ name }) => name)
  const found = await Promise.all(names.toSorted().map(readExample))
  return found.filter((example) => example !== null)
}

async function readExample(name: string): Promise<Example | null> {
  const readme = await readFile(new URL(`${name}/README.md`, folder), 'utf8').catch(() => null)
  // The first paragraph, behind the title.
  const shows = readme?.match(/^# .+\n+([^\n#!][^]*?)\n\n/)?.[1]?.replaceAll('\n', ' ')
  const picture = new URL(`${name}/picture.png`, folder)
  return shows ? { name, shows, picture: existsSync(picture) ? picture : null } : null
}

/** How an example is run. */
export function commandFor(name: string): string {
  return `npx chatwright dev examples/${name}/app.ts`
}

/** All of them in a table. */
export function tableOf(examples: readonly Example[]): string {
  const rows = examples.map(({ name, shows }) => `| ${name} | ${shows} | \`${commandFor(name)}\` |`)
  return ['| example | shows | to run it |', '|---|---|---|', ...rows].join('\n')
}
