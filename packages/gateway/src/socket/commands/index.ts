import type { CommandName } from '@chatwright/protocol'
import type { Handler } from '../command-context.ts'
import { onAct } from './act.ts'
import { onAnswer } from './answer.ts'
import { onContinue, onEdit, onSwitchBranch } from './branches.ts'
import { onEndCall, onTakeCall } from './calls.ts'
import { onClose } from './close.ts'
import { onCallAction, onChangeElement, onRemoveElement } from './elements.ts'
import { onAddFavorite, onListFavorites, onRemoveFavorite } from './favorites.ts'
import { onGiveFeedback, onRemoveFeedback } from './feedback.ts'
import { onOpen } from './open.ts'
import { onRelease, onWithdraw } from './queue.ts'
import { onSend } from './send.ts'
import { onChangeSettings, onEditSettings } from './settings.ts'
import { onStop } from './stop.ts'
import { onDeleteThread, onListThreads, onRenameThread } from './threads.ts'

/** Who answers which command; a missing one is a type error. */
export const handlers: { [Name in CommandName]: Handler<Name> } = {
  open: onOpen,
  close: onClose,
  send: onSend,
  stop: onStop,
  answer: onAnswer,
  act: onAct,
  edit: onEdit,
  continueRun: onContinue,
  switchBranch: onSwitchBranch,
  changeSettings: onChangeSettings,
  editSettings: onEditSettings,
  giveFeedback: onGiveFeedback,
  removeFeedback: onRemoveFeedback,
  release: onRelease,
  withdraw: onWithdraw,
  listThreads: onListThreads,
  renameThread: onRenameThread,
  deleteThread: onDeleteThread,
  listFavorites: onListFavorites,
  addFavorite: onAddFavorite,
  removeFavorite: onRemoveFavorite,
  changeElement: onChangeElement,
  removeElement: onRemoveElement,
  callAction: onCallAction,
  takeCall: onTakeCall,
  endCall: onEndCall,
}
