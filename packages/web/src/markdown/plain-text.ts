import { decodeEntities } from './entities.ts'
import type { InlineToken } from './tokens.ts'

/** What inline content says, without its marks: for names that are read out. */
export function plainText(tokens: readonly InlineToken[]): string {
  return tokens.map(textOf).join('')
}

function textOf(token: InlineToken): string {
  switch (token.type) {
    case 'text':
      return token.tokens ? plainText(token.tokens as InlineToken[]) : decodeEntities(token.raw)
    case 'strong':
    case 'em':
    case 'del':
    case 'link':
    case 'image':
      return plainText(token.tokens as InlineToken[])
    case 'codespan':
    case 'escape':
    case 'math':
    case 'name':
      return token.text
    case 'br':
      return ' '
    case 'html':
    case 'checkbox':
    case 'footnote-ref':
      return ''
  }
}
