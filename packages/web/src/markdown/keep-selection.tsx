import { Component, type ReactNode, type RefObject } from 'react'

interface KeepSelectionProps {
  /** What the text stands in. */
  root: RefObject<HTMLElement | null>
  children: ReactNode
}

/** One end of what is selected. `at`: how many characters of the root stand before it; null outside of the root. */
interface End {
  node: Node
  offset: number
  at: number | null
}

/**
 * Keeps what the reader has selected while the text below grows or is coloured: a text node that is given other text, and
 * one that is put in another's place, take the selection out of the browser's hands.
 */
export class KeepSelection extends Component<KeepSelectionProps> {
  override getSnapshotBeforeUpdate(): [anchor: End, focus: End] | null {
    const selection = getSelection()
    const root = this.props.root.current
    if (!selection?.anchorNode || !selection.focusNode || selection.isCollapsed || !root) return null
    if (!selection.containsNode(root, true)) return null
    return [
      endOf(root, selection.anchorNode, selection.anchorOffset),
      endOf(root, selection.focusNode, selection.focusOffset),
    ]
  }

  override componentDidUpdate(_props: KeepSelectionProps, _state: unknown, before: [End, End] | null): void {
    const selection = getSelection()
    const root = this.props.root.current
    if (!before || !selection || !root) return
    const [anchor, focus] = before.map((end) => placeOf(root, end))
    if (!anchor || !focus) return
    const isKept =
      selection.anchorNode === anchor.node &&
      selection.anchorOffset === anchor.offset &&
      selection.focusNode === focus.node &&
      selection.focusOffset === focus.offset
    if (!isKept) selection.setBaseAndExtent(anchor.node, anchor.offset, focus.node, focus.offset)
  }

  override render(): ReactNode {
    return this.props.children
  }
}

function endOf(root: HTMLElement, node: Node, offset: number): End {
  if (!root.contains(node)) return { node, offset, at: null }
  const before = document.createRange()
  before.setStart(root, 0)
  before.setEnd(node, offset)
  return { node, offset, at: before.toString().length }
}

/** Where an end is now: in its node, or where as many characters stand before it. */
function placeOf(root: HTMLElement, { node, offset, at }: End): { node: Node; offset: number } | null {
  const room = node.nodeType === Node.TEXT_NODE ? (node.nodeValue ?? '').length : node.childNodes.length
  if (node.isConnected && offset <= room) return { node, offset }
  if (at === null) return null
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let left = at, text = texts.nextNode(); text; text = texts.nextNode()) {
    const { length } = text.nodeValue ?? ''
    if (left <= length) return { node: text, offset: left }
    left -= length
  }
  return null
}
