import { findSourceMap } from 'node:module'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

type AnyFunction = (...values: never[]) => unknown

/** Frames looked at: a call of the framework may come from deep inside a library. */
const deepest = 60

/** Where in the app's code the caller is: `src/app.ts:12`, from the working folder. Null when no frame is the app's. */
export function callSite(): string | null {
  const files = filesOf(deepest, callSite)
  const isOutside = (file: string): boolean => file.startsWith('/') && !isFramework(file)
  const own = files.findIndex((file) => isOutside(file) && !file.includes('/node_modules/'))
  const index = own >= 0 ? own : files.findIndex(isOutside)
  const place = index < 0 ? null : placeOf(linesOf(index + 1, callSite)[index] ?? '')
  return place === null ? null : `${relative(process.cwd(), place.file)}:${place.line}`
}

/** Whether the code that called `callee` is the framework's own or Node's. */
export function isCalledFromInside(callee: AnyFunction): boolean {
  const [file = ''] = filesOf(1, callee)
  return file.startsWith('node:') || isFramework(file)
}

/** The files of the functions under way as they run, before any map leads to what they were made from. */
function filesOf(limit: number, below: AnyFunction): string[] {
  const { prepareStackTrace } = Error
  Error.prepareStackTrace = (_error, sites) => sites.map((site) => toPath(site.getFileName() ?? ''))
  try {
    return capture(limit, below) as string[]
  } finally {
    Object.assign(Error, { prepareStackTrace })
  }
}

/** The same frames as whoever formats stacks here shows them. */
function linesOf(limit: number, below: AnyFunction): string[] {
  const stack = capture(limit, below)
  return String(stack)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
}

function capture(limit: number, below: AnyFunction): unknown {
  const { stackTraceLimit } = Error
  const holder: { stack?: unknown } = {}
  Error.stackTraceLimit = limit
  try {
    Error.captureStackTrace(holder, below)
    return holder.stack
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function placeOf(line: string): { file: string; line: number } | null {
  const match = /(?:\(|at (?:async )?)((?:file:\/\/)?\/[^()]*?):(\d+):(\d+)\)?$/.exec(line)
  if (match === null) return null
  const [, where = '', row = '', column = ''] = match
  const file = toPath(where)
  const origin = findSourceMap(file)?.findOrigin(Number(row), Number(column))
  if (origin === undefined || !('fileName' in origin)) return { file, line: Number(row) }
  return { file: toPath(origin.fileName), line: origin.lineNumber }
}

function toPath(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file) : file
}

/** The built package, or the folders of its parts when it runs from its sources. */
const ownFolders = import.meta.url.endsWith('.ts')
  ? /\/packages\/(?:protocol|runtime|gateway|data|client|integrations)\/src\/|\/chatwright\/src\/testing\/(?:checkpoints\/)?[\w-]+\.ts$|\/\.cache\/chatwright\//
  : new RegExp(`^${escaped(toPath(import.meta.url).replace(/\/dist\/.*/, '/dist/'))}`)

function isFramework(file: string): boolean {
  return ownFolders.test(file)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
