import { alertKinds, type AlertKind } from './tokens.ts'

/** What stands between `:::note` and `:::`. */
export interface Container {
  raw: string
  kind: AlertKind
  /** The Markdown in it. */
  text: string
}

const opening = /^ {0,3}:{3,}[ \t]*([a-z][a-z-]{0,30})[ \t]*(?:\n|$)/i
const closing = /^ {0,3}:{3,}[ \t]*$/
/** All of it in one line: `:::tip Come early. :::`. */
const inOneLine = /^ {0,3}:{3,}[ \t]*([a-z][a-z-]{0,30})[ \t]+([^\n]*[^\n\s:])[ \t]*:{3,}[ \t]*(?:\n|$)/i
const codeFence = /^[ \t]*(`{3,}|~{3,})([^\n]*)$/

/** Whether a call-out begins where the text does. */
export function opensContainer(source: string): boolean {
  return opening.test(source) || inOneLine.test(source)
}

/**
 * The call-out that a text begins with, or null. They nest; one that is not closed goes on to the end, as code does; a
 * kind that is not known is shown as information.
 */
export function matchContainer(source: string): Container | null {
  const [line, word, text] = inOneLine.exec(source) ?? []
  if (line !== undefined && word !== undefined && text !== undefined) return { raw: line, kind: kindOf(word), text }
  const [first, name] = opening.exec(source) ?? []
  if (first === undefined || name === undefined) return null
  let depth = 1
  let fence: string | null = null
  for (let at = first.length; at < source.length;) {
    const newline = source.indexOf('\n', at)
    const end = newline < 0 ? source.length : newline
    const line = source.slice(at, end)
    const [, mark, info = ''] = codeFence.exec(line) ?? []
    if (mark !== undefined) {
      if (fence === null) fence = mark
      else if (mark.startsWith(fence) && info.trim() === '') fence = null
    } else if (fence === null) {
      if (closing.test(line)) depth--
      else if (opening.test(line)) depth++
    }
    const next = Math.min(end + 1, source.length)
    if (depth === 0) return { raw: source.slice(0, next), kind: kindOf(name), text: source.slice(first.length, at) }
    at = end + 1
  }
  return { raw: source, kind: kindOf(name), text: source.slice(first.length) }
}

function kindOf(word: string): AlertKind {
  const kind = word.toLowerCase() as AlertKind
  return alertKinds.includes(kind) ? kind : 'info'
}
