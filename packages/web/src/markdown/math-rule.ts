/** A formula at the start of a text: what it says, and how much of the text it takes. */
export interface MathMatch {
  raw: string
  text: string
  display: boolean
}

const longestFormula = 6_000
const dollarDisplay = /^\$\$((?:[^$\\]|\\[^])+?)\$\$/
const dollarInline = /^\$((?:[^$\\]|\\[^])+?)\$(?![\p{L}\p{N}$])/u
const blankLine = /\n[ \t]*\n/

/** The formula that a text begins with. `before` is what stands in front of it: `US$5` begins none. */
export function matchMath(source: string, before: string): MathMatch | null {
  const start = source.slice(0, longestFormula)
  if (start.startsWith('\\[')) return between('\\]', start, true)
  if (start.startsWith('\\(')) return between('\\)', start, false)
  if (!start.startsWith('$')) return null
  if (start.startsWith('$$')) return take(dollarDisplay, start, true)
  if (/[\p{L}\p{N}$\\]$/u.test(before)) return null
  const match = take(dollarInline, start, false)
  return match && isFormula(match.raw.slice(1, -1)) ? match : null
}

/** The formula in a block of its own that a text begins with: nothing else stands on its lines. */
export function matchMathBlock(source: string): MathMatch | null {
  const indent = /^ {0,3}(?=\$\$|\\\[)/.exec(source)?.[0]
  if (indent === undefined) return null
  const match = matchMath(source.slice(indent.length), '')
  if (!match) return null
  const rest = /^[ \t]*(?=\n|$)/.exec(source.slice(indent.length + match.raw.length))?.[0]
  return rest === undefined ? null : { ...match, raw: indent + match.raw + rest }
}

function between(close: string, source: string, display: boolean): MathMatch | null {
  const end = source.indexOf(close, close.length)
  return end < 0 ? null : formula(source.slice(0, end + close.length), source.slice(close.length, end), display)
}

function take(rule: RegExp, source: string, display: boolean): MathMatch | null {
  const match = rule.exec(source)
  return match?.[1] === undefined ? null : formula(match[0], match[1], display)
}

function formula(raw: string, text: string, display: boolean): MathMatch | null {
  return text.trim() === '' || blankLine.test(text) ? null : { raw, text: text.trim(), display }
}

/**
 * Whether what stands between two dollar signs is a formula, and not the text between two prices. A formula touches both
 * signs. One that begins like an amount (`5`, `1,000.50`, `20k`) may go on with operators and commands, but not with
 * words: `$5 and $10`, `$5/day or 30$`, `$20k (about 18k€/$)`.
 */
export function isFormula(text: string): boolean {
  if (text !== text.trim()) return false
  if (!/^[-+]?\d/.test(text)) return true
  const withoutCommands = text.replaceAll(/\\(?:text|mathrm|operatorname)\{[^}]*\}|\\[a-z]+/gi, ' ')
  return !/(?:^|[^a-z\\])[a-z]{2,}/i.test(withoutCommands.replace(/^[-+]?[\d.,]+/, ''))
}
