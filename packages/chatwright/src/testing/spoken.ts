import type { StepNode, TimelineItem, Turn } from '@chatwright/client'
import { isAnswerTo, outcomeOf, pickText, type Ask, type Element } from '@chatwright/protocol'

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
    .flatMap((item) =>
      item.type === 'said' ? [said(item.message.text, item.delivery), ...item.elements.map(shown)] : turn(item, locale),
    )
    .join('\n')
}

function said(text: string, delivery: string): string {
  return delivery === 'delivered' ? `You: ${text}` : `You (${delivery}): ${text}`
}

function turn(item: Turn, locale: string): string[] {
  const lines = item.steps.flatMap((node) => steps(node, ''))
  for (const message of item.messages) {
    lines.push(`${message.author}: ${message.text}`)
    lines.push(...item.asks.filter((ask) => ask.messageId === message.id).map((ask) => asked(ask, locale)))
    const isGiven = (element: Element): boolean => item.asks.some((ask) => isAnswerTo(ask, element))
    lines.push(...item.elements.filter((one) => one.messageId === message.id && !isGiven(one)).map(shown))
    const buttons = item.actions.filter(({ messageId }) => messageId === message.id)
    if (buttons.length > 0)
      lines.push(buttons.map(({ label, tooltip, name }) => `<${label || (tooltip ?? name)}>`).join(' '))
  }
  if (item.status === 'stopping') lines.push('(Stopping…)')
  if (item.notice) lines.push(`(${pickText(item.notice.text ?? 'Stopped.', locale)})`)
  if (item.error) lines.push(`(Error: ${item.error.message})`)
  return lines
}

/** `{image: tram.png}`. */
function shown({ kind, name }: Element): string {
  return `{${kind}: ${name}}`
}

/** `(asks: Yes, No)` while it waits, then `(answered: Yes)`, or how else it ended; with the app's words for that. */
function asked(ask: Ask, locale: string): string {
  const words = outcomeOf(ask)
  return `(${[endOf(ask), ...(words === null ? [] : [pickText(words, locale)])].join('; ')})`
}

function endOf({ status, kind, options, answer }: Ask): string {
  if (status === 'open') return kind === 'choice' ? `asks: ${options.map(({ label }) => label).join(', ')}` : 'asks'
  if (answer?.type === 'choice') {
    return `answered: ${options.find(({ value }) => value === answer.value)?.label ?? answer.value}`
  }
  if (answer?.type === 'files') return `answered: ${answer.files.map(({ name }) => name).join(', ')}`
  return status
}

function steps({ step, children, messages }: StepNode, indent: string): string[] {
  return [
    `${indent}[${step.name}: ${step.status}]`,
    ...messages.map((message) => `${indent}  ${message.author}: ${message.text}`),
    ...children.flatMap((child) => steps(child, `${indent}  `)),
  ]
}
