import type { CommandName } from '@chatwright/protocol'
import type { Handler } from '../command-context.ts'
import { onClose } from './close.ts'
import { onOpen } from './open.ts'
import { onSend } from './send.ts'
import { onStop } from './stop.ts'
import { onDeleteThread, onListThreads, onRenameThread } from './threads.ts'

/** Who answers which command; a missing one is a type error. */
export const handlers: { [Name in CommandName]: Handler<Name> } = {
  open: onOpen,
  close: onClose,
  send: onSend,
  stop: onStop,
  listThreads: onListThreads,
  renameThread: onRenameThread,
  deleteThread: onDeleteThread,
}
