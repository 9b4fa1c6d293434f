import type { Message } from '../content/message.ts'
import type { ThreadEvent } from '../events/index.ts'
import { homeOf } from '../home-of.ts'
import type { ThreadState } from '../state.ts'
import { defined, drop, edit, put } from './list.ts'

type MessageEvent = Extract<ThreadEvent, { messageId: string; type: `message-${string}` }>

export function changeMessages(state: ThreadState, event: MessageEvent): ThreadState {
  const { messages } = state
  switch (event.type) {
    case 'message-start':
      return replaced(state, say(messages, event.message))
    case 'message-delta':
      return replaced(
        state,
        edit(messages, event.messageId, (message) =>
          message.status === 'streaming' ? { ...message, text: message.text + event.text } : message,
        ),
      )
    case 'message-update':
      return replaced(
        state,
        edit(messages, event.messageId, (message) => ({ ...message, ...defined(event.patch) })),
      )
    case 'message-end':
      if (event.message) return replaced(state, say(messages, event.message))
      return replaced(
        state,
        edit(messages, event.messageId, (message) =>
          message.status === 'streaming' ? { ...message, status: 'done' } : message,
        ),
      )
    case 'message-remove':
      return withMessages(
        state,
        messages.filter((message) => message.id !== event.messageId),
      )
  }
}

/** One that is there already stays where it is and when it was said, whoever says it again. */
function say(messages: Message[], message: Message): Message[] {
  const before = messages.findLast(({ id }) => id === message.id)
  if (!before) return [...messages, message]
  const home = homeOf(before)
  const isElsewhere = home !== null && home !== message.runId
  return put(messages, { ...message, createdAt: before.createdAt, ...(isElsewhere ? { firstRunId: home } : {}) })
}

function replaced(state: ThreadState, messages: Message[]): ThreadState {
  return messages === state.messages ? state : { ...state, messages }
}

/** The state with these messages; buttons, elements and feedback of messages that are gone go with them. */
function withMessages(state: ThreadState, messages: Message[]): ThreadState {
  const ids = new Set(messages.map((message) => message.id))
  return {
    ...state,
    messages,
    actions: drop(state.actions, (action) => !ids.has(action.messageId)),
    feedbacks: drop(state.feedbacks, ({ messageId }) => !ids.has(messageId)),
    elements: drop(state.elements, ({ messageId }) => messageId !== null && !ids.has(messageId)),
  }
}

/** What a stop leaves of messages. */
export function cutMessages(
  state: ThreadState,
  keep: Record<string, number>,
  putBack: Record<string, string>,
): ThreadState {
  if (Object.keys(keep).length === 0 && Object.keys(putBack).length === 0) return state
  const messages = state.messages.flatMap((message) => {
    const text = putBack[message.id]
    if (text !== undefined) return [{ ...message, text, status: 'stopped' as const }]
    const length = keep[message.id]
    if (length === undefined) return [message]
    return length === 0 ? [] : [{ ...message, text: message.text.slice(0, length), status: 'stopped' as const }]
  })
  return withMessages(state, messages)
}
