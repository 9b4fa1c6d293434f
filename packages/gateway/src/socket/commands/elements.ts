import {
  ChatwrightError,
  limits,
  newId,
  type Action,
  type Element,
  type JsonObject,
  type ThreadState,
} from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import { LiveRun } from '../../threads/live-run.ts'
import { requireFreeIds, standing } from '../../threads/say.ts'
import type { Handler } from '../command-context.ts'

type Custom = Element & { source: Extract<Element['source'], { type: 'props' }> }

/** What these commands may touch: only what the app itself made a custom element. */
function findCustom({ elements }: ThreadState, elementId: string): Custom {
  const element = elements.findLast(({ id }) => id === elementId)
  if (element?.source.type !== 'props') throw new ChatwrightError('not_found', 'There is no such custom element.')
  return element as Custom
}

function checkSize(values: JsonObject): void {
  if (JSON.stringify(values).length <= limits.propsCharacters) return
  throw new ChatwrightError(
    'too_large',
    `More than ${limits.propsCharacters} characters are too many for an element.`,
    {
      fix: 'Keep what is large on the server, and show a part of it.',
    },
  )
}

export const onChangeElement: Handler<'changeElement'> = async ({ threadId, elementId, props }, { user, threads }) => {
  const thread = await threads.get(threadId)
  authorize(user, 'act', thread)
  const { runId, source } = findCustom(thread.state, elementId)
  checkSize({ ...source.props, ...props })
  thread.writer.begin()
  const { seq } = thread.append({ type: 'element-props', runId, elementId, props })
  await thread.writer.flush()
  return { seq }
}

export const onRemoveElement: Handler<'removeElement'> = async ({ threadId, elementId }, { user, threads }) => {
  const thread = await threads.get(threadId)
  authorize(user, 'act', thread)
  const { runId } = findCustom(thread.state, elementId)
  thread.writer.begin()
  const { seq } = thread.append({ type: 'element-remove', runId, elementId })
  await thread.writer.flush()
  return { seq }
}

export const onCallAction: Handler<'callAction'> = async (command, { user, connection, threads, services }) => {
  const { threadId, elementId, runId, name, payload } = command
  const thread = await threads.get(threadId)
  authorize(user, 'act', thread)
  const element = findCustom(thread.state, elementId)
  if (!services.app?.actions.includes(name)) {
    throw new ChatwrightError('not_found', `The app has no action ${name}.`, { fix: 'Declare it with app.onAction.' })
  }
  checkSize(payload)
  requireFreeIds(thread, { runId })
  connection.lendChat(thread)
  thread.writer.begin()
  const run = new LiveRun(runId, 'action', { action: actionOf(element, name, payload) })
  threads.begin(thread, run)
  await thread.writer.flush()
  return { run: standing(run) }
}

/** The button that the element is. */
function actionOf(element: Element, name: string, payload: JsonObject): Action {
  return {
    id: newId(),
    runId: element.runId,
    messageId: element.messageId ?? element.runId,
    name,
    payload,
    label: name,
    icon: null,
    tooltip: null,
    variant: 'default',
    isOnce: false,
  }
}
