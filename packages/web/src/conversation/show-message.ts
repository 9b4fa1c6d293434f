import type { TimelineItem, Turn, StepNode } from '@chatwright/client'

const event = 'chatwright:reveal'

/** Leads the reader to a message, also to one that is so far above that it is not drawn yet. */
export function showMessage(messageId: string): void {
  if (!find(messageId)) document.dispatchEvent(new CustomEvent(event, { detail: messageId }))
  const message = find(messageId)
  message?.scrollIntoView({ block: 'center', behavior: 'smooth' })
  message?.animate([{ background: 'var(--cw-accent-soft)' }, {}], 1_200)
}

/** Hears of messages that are to be drawn, in the very call. Gives the off switch. */
export function onReveal(draw: (messageId: string) => void): () => void {
  const hear = (asked: Event): void => draw((asked as CustomEvent<string>).detail)
  document.addEventListener(event, hear)
  return () => document.removeEventListener(event, hear)
}

/** Whether an item of the conversation has a message, in a step or not. */
export function hasMessage(item: TimelineItem, messageId: string): boolean {
  if (item.type === 'said') return item.message.id === messageId
  return item.messages.some(({ id }) => id === messageId) || item.steps.some((node) => isInStep(node, messageId))
}

/** Whether anything was said in a turn, in a step or not. */
export function saidAnything({ messages, steps }: Turn): boolean {
  const speaks = (node: StepNode): boolean => node.messages.length > 0 || node.children.some(speaks)
  return messages.length > 0 || steps.some(speaks)
}

function isInStep({ messages, children }: StepNode, messageId: string): boolean {
  return messages.some(({ id }) => id === messageId) || children.some((child) => isInStep(child, messageId))
}

function find(messageId: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(messageId)}"]`)
}
