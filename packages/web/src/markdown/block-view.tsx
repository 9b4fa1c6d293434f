import { memo, type ReactNode } from 'react'
import type { Tokens } from 'marked'
import { AlertView } from './alert-view.tsx'
import { CodeBlock } from './code-block.tsx'
import { FootnoteView } from './footnote-view.tsx'
import { HtmlBlock } from './html-view.tsx'
import { Inline } from './inline-view.tsx'
import { ListView } from './list-view.tsx'
import type { Block } from './markdown-stream.ts'
import { MathBlock } from './math-view.tsx'
import type { Part } from './split-block.ts'
import { TableView } from './table-view.tsx'
import type { BlockToken, InlineToken } from './tokens.ts'

/** Some blocks in a row. Rendered again only when one of them was replaced. */
export const BlockGroup = memo(function BlockGroup({ blocks, caret }: { blocks: readonly Block[]; caret: ReactNode }) {
  return blocks.map((block, index) => (
    <BlockView key={block.id} block={block} caret={index === blocks.length - 1 ? caret : undefined} />
  ))
})

const BlockView = memo(function BlockView({ block, caret }: { block: Block; caret: ReactNode }) {
  return <TokenView token={block.token} parts={block.parts} isOpen={block.isOpen} caret={caret} />
})

/** Blocks inside of blocks: of a quote, an alert, an item of a list. */
export function TokensView({ tokens, caret }: { tokens: readonly BlockToken[]; caret: ReactNode }) {
  const shown = tokens.filter(({ type }) => type !== 'space' && type !== 'def')
  if (shown.length === 0) return caret
  return shown.map((token, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- nothing is ever inserted before a token
    <TokenView key={index} token={token} caret={index === shown.length - 1 ? caret : undefined} />
  ))
}

interface TokenViewProps {
  token: BlockToken
  parts?: readonly Part[]
  /** Whether more may come; nested tokens never say so, only top-level blocks do. */
  isOpen?: boolean
  caret: ReactNode
}

function TokenView({ token, parts = [], isOpen = false, caret }: TokenViewProps) {
  switch (token.type) {
    case 'paragraph':
      return (
        <p>
          <InlineParts token={token} parts={parts} caret={caret} />
        </p>
      )
    case 'text':
      return <Inline tokens={(token.tokens as InlineToken[] | undefined) ?? [token]} caret={caret} />
    case 'heading':
      return <Heading token={token} parts={parts} caret={caret} />
    case 'code':
      return <CodeBlock token={token} parts={parts} isOpen={isOpen} caret={caret} />
    case 'list':
      return <ListView token={token} parts={parts} Content={TokensView} caret={caret} />
    case 'table':
      return <TableView token={token} parts={parts} caret={caret} />
    case 'blockquote':
      return (
        <blockquote>
          <TokensView tokens={token.tokens as BlockToken[]} caret={caret} />
        </blockquote>
      )
    case 'alert':
      return (
        <AlertView kind={token.kind}>
          <TokensView tokens={token.tokens} caret={caret} />
        </AlertView>
      )
    case 'math':
      return <MathBlock text={token.text} caret={caret} />
    case 'footnote':
      return <FootnoteView token={token} caret={caret} />
    case 'checkbox':
      return <Inline tokens={[token]} caret={caret} />
    case 'hr':
      return (
        <>
          <hr />
          {caret !== undefined && <p>{caret}</p>}
        </>
      )
    case 'html':
      return (
        <>
          <HtmlBlock html={token.raw} />
          {caret !== undefined && <p>{caret}</p>}
        </>
      )
    case 'space':
    case 'def':
      return caret
  }
}

function Heading({ token, parts, caret }: { token: Tokens.Heading; parts: readonly Part[]; caret: ReactNode }) {
  const Tag = `h${Math.min(6, Math.max(1, token.depth))}` as 'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6'
  return (
    <Tag>
      <InlineParts token={token} parts={parts} caret={caret} />
    </Tag>
  )
}

interface InlinePartsProps {
  token: Tokens.Paragraph | Tokens.Heading
  /** The settled beginning of a long paragraph. */
  parts: readonly Part[]
  caret: ReactNode
}

function InlineParts({ token, parts, caret }: InlinePartsProps) {
  return (
    <>
      {parts.map((part, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- parts are only ever added at the end
        <InlinePart key={index} part={part} />
      ))}
      <Inline tokens={token.tokens as InlineToken[]} caret={caret} />
    </>
  )
}

const InlinePart = memo(function InlinePart({ part }: { part: Part }) {
  return part.kind === 'inline' ? <Inline tokens={part.tokens} /> : null
})
