import { findLanguage, languageWord } from './languages.ts'

/** Code in its colours: plain text, and pieces of one class with what is in them. */
export type Coloured = string | { className: string | null; children: readonly Coloured[] }

/** More than this stays plain: reading it would hold up the page. */
const longest = 60_000

/** Whether code in a language is worth a try. */
export function canHighlight(code: string, info: string): boolean {
  return code.length > 0 && code.length <= longest && findLanguage(languageWord(info)) !== null
}

/** Colours code; null when that cannot be. The highlighter and the language are loaded when they are first needed. */
export async function highlight(code: string, info: string): Promise<readonly Coloured[] | null> {
  const language = findLanguage(languageWord(info))
  if (!language || !canHighlight(code, info)) return null
  const { default: core } = await import('highlight.js/lib/core')
  for (const key of [...(language.inside ?? []), language.key]) {
    const grammar = core.getLanguage(key) ? null : await findLanguage(key)?.load()
    if (grammar) core.registerLanguage(key, grammar.default)
  }
  const result = core.highlight(code, { language: language.key, ignoreIllegals: true })
  const { root } = result._emitter as unknown as { root?: ScopeNode }
  if (!root) return null
  const coloured = root.children.map(colour)
  return textOf(coloured) === code ? coloured : null
}

type ScopeNode = { scope?: string; children: readonly (ScopeNode | string)[] }

function colour(node: ScopeNode | string): Coloured {
  if (typeof node === 'string') return node
  return { className: node.scope === undefined ? null : classOf(node.scope), children: node.children.map(colour) }
}

function textOf(pieces: readonly Coloured[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : textOf(piece.children))).join('')
}

const classes: Record<string, string> = {
  keyword: 'tok-k',
  literal: 'tok-k',
  'selector-tag': 'tok-k',
  'template-tag': 'tok-k',
  section: 'tok-k',
  'variable.language': 'tok-k',
  string: 'tok-s',
  regexp: 'tok-s',
  'char.escape': 'tok-s',
  link: 'tok-s',
  code: 'tok-s',
  'meta.string': 'tok-s',
  number: 'tok-n',
  symbol: 'tok-n',
  bullet: 'tok-n',
  variable: 'tok-n',
  'template-variable': 'tok-n',
  'title.function': 'tok-f',
  title: 'tok-f',
  name: 'tok-f',
  'selector-id': 'tok-f',
  'selector-class': 'tok-f',
  type: 'tok-t',
  built_in: 'tok-t',
  'title.class': 'tok-t',
  attr: 'tok-t',
  attribute: 'tok-t',
  property: 'tok-t',
  tag: 'tok-u',
  comment: 'tok-c',
  quote: 'tok-c',
  doctag: 'tok-c',
  meta: 'tok-c',
  punctuation: 'tok-u',
  operator: 'tok-u',
  addition: 'tok-added',
  deletion: 'tok-removed',
  emphasis: 'tok-em',
  strong: 'tok-strong',
}

/** `title.function.invoke` has the colour of `title.function` when it has none of its own. */
function classOf(scope: string): string | null {
  for (let name = scope; name !== '';) {
    const found = classes[name]
    if (found !== undefined) return found
    name = name.slice(0, Math.max(0, name.lastIndexOf('.')))
  }
  return null
}
