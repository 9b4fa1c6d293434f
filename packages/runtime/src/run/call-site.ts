import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A call of the framework, remembered so that it can be told later where it came from. Cheap to make, dear to read. */
export interface CallSite {
  readonly stack?: string
}

/** Frames of the framework lie on top of those of the app. */
const frames = 16

/** Remembers the functions under way. */
export function markCallSite(): CallSite {
  const { stackTraceLimit } = Error
  const site: { stack?: string } = {}
  Error.stackTraceLimit = frames
  Error.captureStackTrace(site, markCallSite)
  Error.stackTraceLimit = stackTraceLimit
  return site
}

/**
 * The function of the app that made the call and its place: `bookFlight, app.ts:12`. Null when none of its code was under
 * way.
 */
export function describeCallSite({ stack = '' }: CallSite): string | null {
  for (const line of stack.split('\n').slice(1)) {
    const frame = readFrame(line)
    if (frame === null || isForeign(frame.file)) continue
    const place = `${relative(process.cwd(), frame.file)}:${frame.line}`
    return frame.name === null ? place : `${frame.name}, ${place}`
  }
  return null
}

/** Reads one line of a stack: `at name (file:line:column)` or `at file:line:column`. */
function readFrame(text: string): { name: string | null; file: string; line: string } | null {
  const trimmed = text.trim().replace(/^at (?:async )?/, '')
  const position = /:(\d+):\d+\)?$/.exec(trimmed)
  if (position === null) return null
  const before = trimmed.slice(0, position.index)
  const open = trimmed.endsWith(')') ? before.indexOf(' (') : -1
  const file = open < 0 ? before : before.slice(open + 2)
  return {
    name: open < 0 ? null : nameIn(before.slice(0, open)),
    file: file.startsWith('file://') ? fileURLToPath(file) : file,
    line: position[1] as string,
  }
}

/** Neither Node, nor a package, nor the framework itself; tests stand beside what they test. */
function isForeign(file: string): boolean {
  if (!/^(?:\/|[A-Za-z]:)/.test(file) || /[\\/]node_modules[\\/]/.test(file)) return true
  home ??= homeOfPackages()
  return file.startsWith(home) && /^[^\\/]+[\\/](?:src|dist)[\\/](?!.*\.test\.)/.test(file.slice(home.length))
}

let home: string | null = null

/**
 * The folder of the framework's packages when they are not installed as such. Some frames tell of what was built, some of
 * the sources it was built from; both lie there.
 */
function homeOfPackages(): string {
  const file = readFrame((markCallSite().stack ?? '').split('\n')[1] ?? '')?.file ?? ''
  return /^(.*[\\/])[^\\/]+[\\/](?:src|dist)[\\/]/.exec(file)?.[1] ?? '\0'
}

/** A function's own name, without what it is a method of and how it was called; null when it has none. */
function nameIn(text: string): string | null {
  const name =
    text
      .replace(/ \[as .+\]$/, '')
      .split('.')
      .at(-1) ?? ''
  return name === '' || name.startsWith('<') ? null : name
}
