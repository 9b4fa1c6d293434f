import {
  ChatwrightError,
  newId,
  type Ask,
  type AskAnswer,
  type Command,
  type Element,
  type FileInfo,
  type Message,
  type User,
} from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import { checkValue, invalid, withoutSecrets } from '../../threads/ask-values.ts'
import { askClosed, endAsk, findAsk, isAnswerable, type AskEnding } from '../../threads/asks.ts'
import { isTooEarly, takeComposed, whenSetUp, type Composed } from '../../threads/composed.ts'
import { attach, personsMessage, requireFreeIds, standing, titleOf } from '../../threads/say.ts'
import { titleFrom } from '../../threads/title-from.ts'
import type { AskFiles } from '../../files/ask-files.ts'
import type { Thread } from '../../threads/thread.ts'
import type { Handler } from '../command-context.ts'

type Given = Command<'answer'>['answer']

export const onAnswer: Handler<'answer'> = async (command, { user, connection, threads, services }) => {
  const { threadId, askId, answer } = command
  const thread = await threads.get(threadId)
  authorize(user, 'answer', thread)
  const ask = findAsk(thread, askId)
  if (!ask) throw new ChatwrightError('not_found', 'There is no such question.')
  if (!isAnswerable(thread, ask) || isLate(ask)) throw askClosed()
  if (ask.later && !services.app?.laterAsks.includes(ask.later.key)) {
    throw new ChatwrightError('not_found', 'Nobody waits for this answer any more.', { fix: 'Say it in a message.' })
  }
  const runId = command.runId ?? newId()
  if (ask.later) requireFreeIds(thread, { runId })
  const composed = answer.type === 'text' ? answer : {}
  if (isTooEarly(thread, composed)) {
    await whenSetUp(thread)
    requireOpen(thread, ask)
  }
  const ending = endingOf(ask, answer, services.files.asks)
  const put = (files: readonly FileInfo[]) => {
    const { seq, run } = end(thread, ask, { ending, files, composed, user, runId })
    if (run) {
      connection.lendChat(thread)
      threads.begin(thread, run)
    }
    return { seq, ...(run ? { run: standing(run) } : {}) }
  }
  const fileIds = answer.type === 'text' ? answer.fileIds : undefined
  const result = fileIds === undefined ? put([]) : await withFiles(thread, ask, fileIds, put)
  await thread.writer.flush()
  return result
}

/** Takes along what was uploaded for the answer; it waits again when the question turns out to be over. */
async function withFiles<T>(
  thread: Thread,
  ask: Ask,
  fileIds: readonly string[],
  put: (files: readonly FileInfo[]) => T,
): Promise<T> {
  const { messages } = thread.services.files
  const files = await messages.take(thread.id, thread.app?.uploads ?? null, fileIds)
  await messages.taken(thread.id, files)
  try {
    requireOpen(thread, ask)
    return put(files)
  } catch (error) {
    await messages.giveBack(thread.id, files)
    throw error
  }
}

/** Another may have answered while something was waited for. */
function requireOpen(thread: Thread, { id }: Ask): void {
  if (thread.isDeleted || !isAnswerable(thread, findAsk(thread, id))) throw askClosed()
}

interface Ending {
  ending: AskEnding
  files: readonly FileInfo[]
  /** What was chosen in the composer for the message that says it. */
  composed: Composed
  user: User
  runId: string
}

/** Ends the question, in one step with the message that says the answer. */
function end(thread: Thread, ask: Ask, { ending, files, composed, user, runId }: Ending): ReturnType<typeof endAsk> {
  const { answer } = ending
  // What nobody waited for is what its own run is about.
  const ofRun = ask.later ? runId : ask.runId
  let said: Message | undefined
  if (answer?.type === 'text') {
    requireFreeIds(thread, answer)
    const saying = { ...answer, runId: ofRun, metadata: {} }
    said = { ...personsMessage(user, saying), ...takeComposed(thread, composed) }
  }
  thread.writer.begin()
  let attached: Element[] = []
  if (said) {
    thread.append({ type: 'message-end', runId: ofRun, messageId: said.id, message: said })
    attached = attach(thread, { runId: ofRun, messageId: said.id, files })
  }
  if (answer?.type === 'files') {
    attach(thread, { runId: ofRun, messageId: ask.messageId, files: answer.files }, ({ id }) => id)
  }
  if (thread.state.title === null && answer) {
    const title = said ? titleOf(thread, said, files) : titleFrom(nameOf(thread, ask, answer))
    thread.append({ type: 'thread-update', title })
  }
  const more = { attached, ...(said ? { message: said } : {}) }
  return endAsk(thread, ask.id, ending.status === 'answered' ? { ...ending, ...more } : ending, runId)
}

/** Its time was up while nobody was there to look at it. */
function isLate({ later, expiresAt }: Ask): boolean {
  return later !== undefined && expiresAt !== null && expiresAt <= Date.now()
}

/** What a thread is called that began with this answer, when no message says it. */
function nameOf({ state }: Thread, ask: Ask, answer: AskAnswer): string {
  switch (answer.type) {
    case 'text':
      return answer.text
    case 'choice':
      return ask.options.find(({ value }) => value === answer.value)?.label ?? answer.value
    case 'files':
      return answer.files.map(({ name }) => name).join(', ')
    case 'value':
      return state.messages.find(({ id }) => id === ask.messageId)?.text ?? ''
  }
}

function endingOf(ask: Ask, given: Given, files: AskFiles): AskEnding {
  if (given.type === 'skip') {
    if (ask.kind === 'approval') throw invalid('This question wants a decision.')
    return { status: 'skipped', answer: null }
  }
  const answer = check(ask, given, files)
  return { status: 'answered', answer, shown: withoutSecrets(ask, answer) }
}

/** The answer as the server sees it: only what the question allows. Throws `answer_invalid`. */
function check(ask: Ask, given: Exclude<Given, { type: 'skip' }>, files: AskFiles): AskAnswer {
  const { type, isWanted } = wanted[ask.kind]
  if (given.type !== type) throw invalid(`This question wants ${isWanted}.`)
  switch (given.type) {
    case 'text':
      return { type: 'text', messageId: given.messageId, text: given.text }
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
