import { ChatwrightError } from '@chatwright/protocol'
import { currentContext } from '../run/context.ts'
import type { ChatContext } from './chat-context.ts'

/**
 * The chat whose code is running, for functions that no handler hands it to.
 *
 * Throws `no_chat` outside a chat: at the top of a module, in a route of another server, in a callback of a library
 * that was set up before the chat.
 */
export function currentChat<State extends object = Record<string, unknown>>(): ChatContext<State> {
  const context = currentContext()
  if (context !== undefined) return context.chat as unknown as ChatContext<State>
  throw new ChatwrightError('no_chat', 'currentChat() was called outside a chat.', {
    fix: 'Call it in a handler or in what a handler calls, or hand `chat` over as an argument.',
  })
}
