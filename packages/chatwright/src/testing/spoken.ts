import type { StepNode, TimelineItem, Turn } from '@chatwright/client'
import { pickText } from '@chatwright/protocol'

/**
 * What a person sees of a thread, as lines of plain text:
 *
 *     You: What is the weather?
 *     [search: done]
 *     Assistant: It rai
 *     (Stopped.)
 */
export function spoken(items: readonly TimelineItem[], locale: string): string {
  return items
    .flatMap((item) => (item.type === 'said' ? [said(item.message.text, item.delivery)] : turn(item, locale)))
    .join('\n')
}

function said(text: string, delivery: string): string {
  return delivery === 'delivered' ? `You: ${text}` : `You (${delivery}): ${text}`
}

function turn(item: Turn, locale: string): string[] {
  const lines = item.steps.flatMap((node) => steps(node, ''))
  for (const message of item.messages) lines.push(`${message.author}: ${message.text}`)
  if (item.status === 'stopping') lines.push('(Stopping…)')
  if (item.notice) lines.push(`(${pickText(item.notice.text ?? 'Stopped.', locale)})`)
  if (item.error) lines.push(`(Error: ${item.error.message})`)
  return lines
}

function steps({ step, children, messages }: StepNode, indent: string): string[] {
  return [
    `${indent}[${step.name}: ${step.status}]`,
    ...messages.map((message) => `${indent}  ${message.author}: ${message.text}`),
    ...children.flatMap((child) => steps(child, `${indent}  `)),
  ]
}
