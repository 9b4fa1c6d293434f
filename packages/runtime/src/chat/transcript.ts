import { newId, type Message, type Role } from '@chatwright/protocol'
import type { Asker, LaterAsks } from '../ask/index.ts'
import type { LiveElements, PanelReopener } from '../elements/index.ts'
import type { Caller } from '../page/index.ts'
import type { Run } from '../run/run.ts'
import type { RunTrace } from '../trace/trace.ts'
import type { AuthorNames } from './author-names.ts'
import { checkId, checkMetadata, parentIdOf, type MessageOptions } from './content.ts'
import type { History } from './history.ts'
import type { Serialised } from './serialise.ts'

/** What a run says, and whose words they are by default. Shared by the messages and steps of the run. */
export interface Transcript {
  readonly run: Run
  readonly trace: RunTrace
  readonly history: History
  readonly names: AuthorNames
  readonly asker: Asker
  readonly caller: Caller
  readonly laterAsks: LaterAsks
  readonly elements: LiveElements
  readonly panelReopener: PanelReopener
  readonly appName: string
  readonly userName: string
  /** What a reader may know of an error. */
  readonly publicText: (error: unknown) => string
  /** The same, once the error stands in the log. `where`: the call that was given it. */
  readonly report: (where: string, error: unknown) => string
}

/** A message that is not shown yet. `parentId`: the step the calling code is in. */
export function draftMessage(
  transcript: Transcript,
  content: Serialised,
  options: MessageOptions,
  parentId: string | null,
): Message {
  const role: Role = options.role ?? 'assistant'
  const author = options.author ?? (role === 'user' ? transcript.userName : transcript.appName)
  const metadata = checkMetadata(options.metadata ?? {})
  if (typeof author !== 'string' && author.avatar !== undefined) metadata['avatarName'] = author.avatar
  const parent = parentIdOf(options.parent)
  return {
    id: options.id === undefined ? newId() : checkId('id', options.id),
    runId: transcript.run.id,
    parentId: parent === undefined ? parentId : parent,
    role,
    author: typeof author === 'string' ? author : author.name,
    text: content.text,
    language: content.language,
    status: 'streaming',
    isError: options.isError ?? false,
    createdAt: transcript.run.clock.now(),
    metadata,
    tags: (options.tags ?? []).map(String),
  }
}
