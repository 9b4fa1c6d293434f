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
      if (typeof call.text !== 'string' || call.text.trim() === '') throw new Error('There is nothing to send.')
      view.send(call.text)
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
