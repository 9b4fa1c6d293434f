/** A place in a text that leads to an element: `[[el:<id>]]`, or with the element's name, encoded, behind another colon. */
const reference = /\[\[el:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?::([\w.%-]{0,1000}))?\]\]/g

/** A stretch of a text: words, or a place that leads to an element. */
export type RefPart = { type: 'text'; text: string } | { type: 'ref'; id: string; name: string }

/** Writes such a place. It has no character that Markdown makes something of. */
export function writeElementRef(id: string, name: string): string {
  const hex = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  const encoded = encodeURIComponent(name.slice(0, 200)).replaceAll(/[*_~!'()]/g, hex)
  return `[[el:${id}:${encoded}]]`
}

/** Splits a text at the places that lead to elements. */
export function splitElementRefs(text: string): RefPart[] {
  if (!text.includes('[[el:')) return [{ type: 'text', text }]
  const parts: RefPart[] = []
  let at = 0
  for (const { index, 0: whole, 1: id = '', 2: name = '' } of text.matchAll(reference)) {
    if (index > at) parts.push({ type: 'text', text: text.slice(at, index) })
    parts.push({ type: 'ref', id, name: decoded(name) })
    at = index + whole.length
  }
  if (at < text.length || parts.length === 0) parts.push({ type: 'text', text: text.slice(at) })
  return parts
}

/** A text for where nothing can be opened: the names stand in it as words. */
export function withNamesOnly(text: string): string {
  if (!text.includes('[[el:')) return text
  return splitElementRefs(text)
    .map((part) => (part.type === 'text' ? part.text : part.name))
    .join('')
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
