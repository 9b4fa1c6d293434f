import type { ThreadView } from '@chatwright/client'
import { hasEnded, type Ask, type FromFrame, type Json } from '@chatwright/protocol'

export type FrameCall = Extract<FromFrame, { call: number }>

/** Does what an element asks for, with the rights of the person who looks at it. Rejects with why it cannot be. */
export async function answerCall(
  view: ThreadView,
  elementId: string,
  ask: Ask | undefined,
  call: FrameCall,
): Promise<Json> {
  const { commands } = view
  switch (call.type) {
    case 'update':
      await commands.changeElement(elementId, call.props)
      return null
    case 'remove':
      await commands.removeElement(elementId)
      return null
    case 'action':
      return valueOf(view, await commands.callAction(elementId, call.name, call.payload))
    case 'send':
      say(view, call)
      return null
    case 'submit':
    case 'cancel':
      if (!ask) throw new Error('No question waits for this element.')
      await commands.answer(ask.id, call.type === 'cancel' ? { type: 'skip' } : { type: 'value', value: call.value })
      return null
    default:
      throw new Error('There is no such call.')
  }
}

/** What is chosen in the composer stays there, for what the person writes; only their modes go along. */
function say(view: ThreadView, { text, command, args }: Extract<FrameCall, { type: 'send' }>): void {
  if (text.trim() === '' && command === undefined) throw new Error('There is nothing to send.')
  if (command !== undefined && !view.offer.getSnapshot().commands.some(({ id }) => id === command)) {
    throw new Error(`The app offers no command ${command}.`)
  }
  const { modes } = view.ready.getSnapshot().composed
  view.send(
    text,
    {},
    {
      ...(modes === undefined ? {} : { modes }),
      ...(command === undefined ? {} : { command, ...(args === undefined ? {} : { args }) }),
    },
  )
}

/** What the handler of an action gave back, once its run has ended. */
function valueOf(view: ThreadView, runId: string): Promise<Json> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const run = view.getSnapshot().state.runs.findLast(({ id }) => id === runId)
      if (!run || !hasEnded(run.state)) return
      off()
      if (run.state === 'completed') resolve(run.value ?? null)
      else reject(new Error(run.error?.message ?? `The action was ${run.state}.`))
    }
    const off = view.subscribe(look)
    look()
  })
}
