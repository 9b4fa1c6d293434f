import { memo, type ComponentType, type ReactNode } from 'react'
import type { Tokens } from 'marked'
import type { Part } from './split-block.ts'
import type { BlockToken } from './tokens.ts'

interface ListViewProps {
  token: Tokens.List
  parts: readonly Part[]
  /** Shows what is in an item: blocks again, lists among them. */
  Content: ItemContent
  caret: ReactNode
}

type ItemContent = ComponentType<{ tokens: readonly BlockToken[]; caret: ReactNode }>

/** A list; the settled items of a long one come in parts. */
export function ListView({ token, parts, Content, caret }: ListViewProps) {
  const items = (
    <>
      {parts.map((part, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- parts are only ever added at the end
        <ListPart key={index} part={part} Content={Content} />
      ))}
      <Items items={token.items} Content={Content} caret={caret} />
    </>
  )
  if (!token.ordered) return <ul>{items}</ul>
  return <ol start={token.start === '' || token.start === 1 ? undefined : token.start}>{items}</ol>
}

const ListPart = memo(function ListPart({ part, Content }: { part: Part; Content: ItemContent }) {
  return part.kind === 'items' ? <Items items={part.items} Content={Content} caret={undefined} /> : null
})

function Items({
  items,
  Content,
  caret,
}: {
  items: readonly Tokens.ListItem[]
  Content: ItemContent
  caret: ReactNode
}) {
  return items.map((item, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- nothing is ever inserted before an item
    <li key={index} className={item.task ? 'is-task' : undefined}>
      <Content tokens={item.tokens as BlockToken[]} caret={index === items.length - 1 ? caret : undefined} />
    </li>
  ))
}
