import type { BlockToken } from './tokens.ts'

/** The opening line of a fenced code block. */
export interface OpenFence {
  /** The whole line, its newline included. */
  raw: string
  /** The fence: three or more of one sign. */
  mark: string
  /** How much is taken off the start of each line of code. */
  indent: number
  lang: string
}

/** The fence of a code block that is the last thing in a text and has not been closed, or null. */
export function openFenceOf(token: BlockToken | undefined, source: string): OpenFence | null {
  if (token?.type !== 'code' || token.codeBlockStyle === 'indented') return null
  const opening = /^( {0,3})(`{3,}(?!`)|~{3,}(?!~))[^\n]*\n/.exec(token.raw)
  const [raw, indent = '', mark = ''] = opening ?? []
  if (raw === undefined || !source.endsWith(token.raw)) return null
  const fence = { raw, mark, indent: mark.startsWith('`') ? indent.length : 0, lang: token.lang ?? '' }
  const lines = token.raw.slice(raw.length).split('\n')
  return lines.some((line) => closesFence(line, fence)) ? null : fence
}

/** Whether a line closes the block. */
export function closesFence(line: string, fence: OpenFence): boolean {
  const rest = /^ {0,3}(.*)$/.exec(line)?.[1] ?? ''
  return rest.startsWith(fence.mark) && /^[~`]* *$/.test(rest.slice(fence.mark.length))
}

/** Whether a line that is still arriving may become one that closes the block. */
export function mayCloseFence(line: string, fence: OpenFence): boolean {
  const mark = /^ {0,3}([`~]+) *$/.exec(line)?.[1]
  return mark !== undefined && (mark.startsWith(fence.mark) || fence.mark.startsWith(mark))
}

export function withoutIndent(line: string, fence: OpenFence): string {
  const blank = /^\s*/.exec(line)?.[0].length ?? 0
  return line.slice(Math.min(blank, fence.indent))
}
