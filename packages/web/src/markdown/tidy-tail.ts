import type { NameRule } from '../references/name-rule.ts'

/** How far back unfinished marks are looked for. */
const farthest = 4_000
/** Nobody has more open at once; closing more would cost more than it shows. */
const mostOpen = 6
const blockMark = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|#{1,6}[ \t]+|>[ \t]?|\|)/
const fenceLine = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:`{3,}(?!`)|~{3,}(?!~))[^`\n]*$/
/** A line of three colons begins or ends a call-out. */
const containerLine = /^ {0,3}:{3,}/
/** A line that may yet become anything: a list, a heading, a rule, the line under a heading, a fence. */
const bareMark =
  /(?:^|\n)[ \t]*(?:[-=*+_#>]{1,6}|\d{1,9}[.)]|`{1,2}|~{1,2}|:{1,3}|:{3,}[ \t]*[a-z-]*|[-*+][ \t]+\[[ xX]?\]?|\|[ \t:|-]*)[ \t]*$/

/**
 * Makes text that is still arriving presentable: closes what was opened in its last line (bold, italic, code, a struck
 * word), shows the words of a link whose address is under way, and holds back a mark that does not say yet what it is.
 * Only the end of the text changes. It is for the eye; the true text is read again when it has arrived.
 */
export function tidyTail(source: string, names: NameRule | null = null): string {
  if (isInFence(source)) return source
  const held = source.replace(bareMark, '')
  const lineStart = startOfLastBlockLine(held)
  const head = held.slice(0, lineStart)
  const line = withoutHalfLink(held.slice(lineStart))
  return head + closed(line, names)
}

/** Whether the text ends inside a fenced code block, at any indent. */
function isInFence(source: string): boolean {
  let fence: string | null = null
  for (const match of source.matchAll(/^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})([^\n]*)$/gm)) {
    const [, mark = '', info = ''] = match
    if (fence === null) fence = mark
    else if (mark.startsWith(fence) && info.trim() === '') fence = null
  }
  return fence !== null
}

/** Emphasis does not cross blocks: from where the block that the text ends in began. */
function startOfLastBlockLine(source: string): number {
  const limit = Math.max(0, source.length - farthest)
  for (let at = source.length; at > limit;) {
    const start = source.lastIndexOf('\n', at - 1) + 1
    const line = source.slice(start, at)
    if (fenceLine.test(line) || containerLine.test(line)) return Math.min(at + 1, source.length)
    const mark = blockMark.exec(line)
    if (mark) return start + mark[0].length
    if (line.trim() === '' && at < source.length) return at + 1
    if (start === 0) return 0
    at = start - 1
  }
  return limit
}

function withoutHalfLink(line: string): string {
  return (
    line
      .replace(/^\[![a-z-]*$/i, '')
      // A place that leads to an element, as far as it has come.
      .replace(/\[(?:\[(?:e(?:l(?::[\w:%.-]*\]?)?)?)?)?$/, '')
      .replace(/!\[[^\]\n]{0,200}(?:\]\([^)\s]{0,2000})?$/, '')
      .replace(/(?<!\\)\[([^\][\n]{1,200})\]\([^)\s]{0,2000}$/, '$1')
      .replace(/(?<!\\)\[([^\][\n]{1,200})\]\[[^\]\n]{0,200}$/, '$1')
      .replace(/(?<!\\)\[([^\][\n^]{1,200})$/, '$1')
  )
}

function closed(line: string, names: NameRule | null): string {
  const spots = names?.spotsIn(line)
  const open: string[] = []
  let at = 0
  while (at < line.length) {
    const name = spots?.atStartOf(line.slice(at))
    if (name) {
      at += name.length
      continue
    }
    const char = line.charAt(at)
    if (char === '\\') {
      at += 2
      continue
    }
    const address = char === 'h' ? /^https?:\/\/\S*/.exec(line.slice(at, at + farthest)) : null
    if (address) {
      at += address[0].length
      continue
    }
    if (char === '`') {
      const run = runAt(line, at, '`')
      const end = line.indexOf(run, at + run.length)
      if (end < 0) return closeAll(line, [...open, run])
      at = end + run.length
      continue
    }
    if (char === '*' || char === '_' || char === '~') {
      const run = runAt(line, at, char)
      weigh(open, run, line.charAt(at - 1), line.charAt(at + run.length))
      at += run.length
      continue
    }
    at++
  }
  return closeAll(line, open)
}

function runAt(line: string, at: number, char: string): string {
  let end = at
  while (line.charAt(end) === char) end++
  return line.slice(at, end)
}

/** Opens or closes what a run of marks means, given the characters beside it. */
function weigh(open: string[], run: string, before: string, after: string): void {
  if (run.length > 3 || (run.startsWith('~') && run.length !== 2)) return
  const isWord = (char: string) => /[\p{L}\p{N}]/u.test(char)
  if (run.startsWith('_') && isWord(before) && isWord(after)) return
  const touchesBefore = before.trim() !== ''
  if (touchesBefore && open.at(-1) === run) open.pop()
  else if (touchesBefore && run === '***' && open.length > 1) open.splice(-2)
  else if (after === '' || after.trim() !== '') open.push(run)
}

/** Closes in reverse. A mark with nothing behind it is held back, and so are blanks in front of the closing ones. */
function closeAll(line: string, open: readonly string[]): string {
  let text = line
  const left = [...open]
  for (let last = left.at(-1); last !== undefined && text.endsWith(last); last = left.at(-1)) {
    text = text.slice(0, -last.length)
    left.pop()
  }
  if (left.length === 0 || left.length > mostOpen) return text
  return text.trimEnd() + left.toReversed().join('')
}
