import type { Command, JsonObject } from '@chatwright/protocol'
import { authorize, threadNotFound } from '../../auth/policy.ts'
import { checkedValues, whenSetUp } from '../../threads/composed.ts'
import { LiveRun } from '../../threads/live-run.ts'
import { requireFreeIds, standing } from '../../threads/say.ts'
import type { Thread } from '../../threads/thread.ts'
import type { CommandContext, Handler } from '../command-context.ts'

export const onChangeSettings: Handler<'changeSettings'> = async (command, context) => {
  const thread = await threadOf(command, context)
  const { settings: before } = thread
  const values = checkedValues(thread.offer.form, command.values, before)
  thread.append({ type: 'setup-put', runId: null, setup: { id: 'settings', values } })
  const run = begin(thread, 'settings', command.runId, { values, before }, context)
  await thread.writer.flush()
  return { values, run: run && standing(run) }
}

export const onEditSettings: Handler<'editSettings'> = async (command, context) => {
  const thread = await threadOf(command, context)
  const { settings } = thread
  const { form } = thread.offer
  // What is being typed need not be right yet.
  const names = new Set(form.map(({ name }) => name))
  const given = Object.entries(command.values).filter(([name]) => names.has(name))
  const run = begin(
    thread,
    'settings-edit',
    command.runId,
    { values: { ...settings, ...Object.fromEntries(given) } },
    context,
  )
  return { run: run && standing(run) }
}

async function threadOf(
  { threadId, runId }: Command<'changeSettings'>,
  { user, connection, threads }: CommandContext,
): Promise<Thread> {
  const thread = await threads.get(threadId)
  authorize(user, 'settings', thread)
  await whenSetUp(thread)
  if (thread.isDeleted) throw threadNotFound()
  requireFreeIds(thread, { runId })
  connection.lendChat(thread)
  return thread
}

/** Lets the app hear of it, when it wants to. */
function begin(
  thread: Thread,
  kind: 'settings' | 'settings-edit',
  runId: string,
  settings: { values: JsonObject; before?: JsonObject },
  { threads, services }: CommandContext,
): LiveRun | null {
  if (!services.app?.handles.includes(kind)) return null
  const run = new LiveRun(runId, kind, { settings, branchId: thread.state.branchId })
  threads.begin(thread, run)
  return run
}
