import { findSourceMap } from 'node:module'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Frames looked at: a call of the framework may come from deep inside a library. */
const deepest = 60

/** Where in the app's code the caller is: `src/app.ts:12`, from the working folder. Null when no frame is the app's. */
export function callSite(): string | null {
  const { stackTraceLimit } = Error
  const holder: { stack?: string } = {}
  Error.stackTraceLimit = deepest
  Error.captureStackTrace(holder, callSite)
  Error.stackTraceLimit = stackTraceLimit
  return siteOf(holder.stack ?? '')
}

/** The same of an error that somebody made. */
export function siteOf(stack: string): string | null {
  const places = stack.split('\n').flatMap((line) => placeOf(line) ?? [])
  const outside = places.filter(({ file }) => !isFramework(file))
  const place = outside.find(({ file }) => !file.includes('/node_modules/')) ?? outside[0]
  return place === undefined ? null : `${relative(process.cwd(), place.file)}:${place.line}`
}

/** Whether the code that called the caller of this is the framework's own. */
export function isCalledByFramework(caller: (...values: never[]) => unknown): boolean {
  const { stackTraceLimit } = Error
  const holder: { stack?: string } = {}
  Error.stackTraceLimit = 1
  Error.captureStackTrace(holder, caller)
  Error.stackTraceLimit = stackTraceLimit
  const place = placeOf((holder.stack ?? '').split('\n').at(-1) ?? '')
  return place !== null && isFramework(place.file)
}

function placeOf(line: string): { file: string; line: number } | null {
  const match = /(?:\(|at (?:async )?)((?:file:\/\/)?\/[^()]*?):(\d+):(\d+)\)?$/.exec(line)
  if (match === null) return null
  const [, where = '', row = '', column = ''] = match
  const file = where.startsWith('file:') ? fileURLToPath(where) : where
  const origin = findSourceMap(file)?.findOrigin(Number(row), Number(column))
  if (origin === undefined || !('fileName' in origin)) return { file, line: Number(row) }
  const original = origin.fileName
  return { file: original.startsWith('file:') ? fileURLToPath(original) : original, line: origin.lineNumber }
}

/** The built package, or the folders of its parts when it runs from its sources. */
const ownFolders = import.meta.url.endsWith('.ts')
  ? /\/packages\/(?:protocol|runtime|gateway|data|client|integrations)\/src\/|\/chatwright\/src\/testing\/(?:checkpoints\/)?[\w-]+\.ts$|\/\.cache\/chatwright\//
  : new RegExp(`^${escaped(fileURLToPath(new URL(import.meta.url)).replace(/\/dist\/.*/, '/dist/'))}`)

function isFramework(file: string): boolean {
  return ownFolders.test(file) && !file.endsWith('.test.ts')
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
