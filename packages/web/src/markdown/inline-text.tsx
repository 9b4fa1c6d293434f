import { useMemo } from 'react'
import type { Tokens } from 'marked'
import { Inline } from './inline-view.tsx'
import { lex } from './lex.ts'
import type { InlineToken } from './tokens.ts'

/** One line of Markdown for where nothing can be pressed within: links are their words. More than a line is as written. */
export default function InlineText({ text }: { text: string }) {
  const tokens = useMemo(() => inlineOf(text), [text])
  return tokens === null ? text : <Inline tokens={tokens} />
}

function inlineOf(text: string): InlineToken[] | null {
  const blocks = lex(text, {}).tokens
  const [only] = blocks
  if (blocks.length !== 1 || only?.type !== 'paragraph') return null
  return withoutLinks(only.tokens as InlineToken[])
}

function withoutLinks(tokens: readonly InlineToken[]): InlineToken[] {
  return tokens.flatMap((token): InlineToken[] => {
    const inner = (token as { tokens?: InlineToken[] }).tokens
    if (token.type === 'link' || token.type === 'image') return withoutLinks(inner ?? [])
    return [inner ? ({ ...token, tokens: withoutLinks(inner) } as Tokens.Generic as InlineToken) : token]
  })
}
