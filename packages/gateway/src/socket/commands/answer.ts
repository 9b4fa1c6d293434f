import { ChatwrightError, type Ask, type AskAnswer, type Command } from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import { checkValue, invalid, withoutSecrets } from '../../threads/ask-values.ts'
import { askClosed, endAsk, findAsk } from '../../threads/asks.ts'
import { personsMessage, requireFreeIds } from '../../threads/say.ts'
import { titleFrom } from '../../threads/threads.ts'
import type { AskFiles } from '../../files/ask-files.ts'
import type { Handler } from '../command-context.ts'

type Given = Command<'answer'>['answer']

export const onAnswer: Handler<'answer'> = async ({ threadId, askId, answer }, { user, threads, services }) => {
  const thread = await threads.get(threadId)
  authorize(user, 'answer', thread)
  const ask = findAsk(thread, askId)
  if (!ask) throw new ChatwrightError('not_found', 'There is no such question.')
  if (ask.status !== 'open' || !thread.runs.get(ask.runId)?.isOpen) throw askClosed()
  thread.writer.begin()
  if (answer.type === 'skip' && ask.kind === 'approval') throw invalid('This question wants a decision.')
  if (answer.type === 'skip') return { seq: endAsk(thread, askId, { status: 'skipped', answer: null }) }
  const given = check(ask, answer, services.files.asks)
  const shown = withoutSecrets(ask, given)
  if (given.type === 'text') {
    requireFreeIds(thread, given)
    const message = personsMessage(user, { ...given, runId: ask.runId, metadata: {} })
    thread.append({ type: 'message-end', runId: ask.runId, messageId: message.id, message })
    if (thread.state.title === null) thread.append({ type: 'thread-update', title: titleFrom(given.text) })
  }
  const seq = endAsk(thread, askId, { status: 'answered', answer: given, shown })
  await thread.writer.flush()
  return { seq }
}

/** The answer as the server sees it: only what the question allows. Throws `answer_invalid`. */
function check(ask: Ask, given: Exclude<Given, { type: 'skip' }>, files: AskFiles): AskAnswer {
  const { type, isWanted } = wanted[ask.kind]
  if (given.type !== type) throw invalid(`This question wants ${isWanted}.`)
  switch (given.type) {
    case 'text':
      return given
    case 'choice':
      if (!ask.options.some(({ value }) => value === given.value)) throw invalid('This is none of the choices.')
      return given
    case 'files':
      return { type: 'files', files: files.take(ask, given.fileIds) }
    case 'value':
      return { type: 'value', value: checkValue(ask, given.value) }
  }
}

const wanted = {
  text: { type: 'text', isWanted: 'words' },
  choice: { type: 'choice', isWanted: 'one of the choices' },
  files: { type: 'files', isWanted: 'files' },
  form: { type: 'value', isWanted: 'a form' },
  approval: { type: 'value', isWanted: 'a decision' },
  element: { type: 'value', isWanted: 'what its element sends' },
} as const
