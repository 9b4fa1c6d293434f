import type { z } from 'zod'
import { act, actResult } from './act.ts'
import { answer, answerResult } from './answer.ts'
import { continueResult, continueRun, edit, editResult, switchBranch, switchBranchResult } from './branches.ts'
import { endCall, endCallResult, takeCall, takeCallResult } from './calls.ts'
import { close, closeResult } from './close.ts'
import {
  addFavorite,
  addFavoriteResult,
  listFavorites,
  listFavoritesResult,
  removeFavorite,
  removeFavoriteResult,
} from './favorites.ts'
import { giveFeedback, giveFeedbackResult, removeFeedback, removeFeedbackResult } from './feedback.ts'
import {
  callAction,
  callActionResult,
  changeElement,
  changeElementResult,
  removeElement,
  removeElementResult,
} from './elements.ts'
import { open, openResult } from './open.ts'
import { release, releaseResult, withdraw, withdrawResult } from './queue.ts'
import { send, sendResult } from './send.ts'
import { changeSettings, changeSettingsResult, editSettings, editSettingsResult } from './settings.ts'
import { stop, stopResult } from './stop.ts'
import {
  deleteThread,
  deleteThreadResult,
  listThreads,
  listThreadsResult,
  renameThread,
  renameThreadResult,
} from './threads.ts'

/** All that a client may ask. */
export const commands = {
  open,
  close,
  send,
  stop,
  answer,
  act,
  edit,
  continueRun,
  switchBranch,
  changeSettings,
  editSettings,
  giveFeedback,
  removeFeedback,
  release,
  withdraw,
  listThreads,
  renameThread,
  deleteThread,
  listFavorites,
  addFavorite,
  removeFavorite,
  changeElement,
  removeElement,
  callAction,
  takeCall,
  endCall,
} as const

/** What each is answered with. */
export const results = {
  open: openResult,
  close: closeResult,
  send: sendResult,
  stop: stopResult,
  answer: answerResult,
  act: actResult,
  edit: editResult,
  continueRun: continueResult,
  switchBranch: switchBranchResult,
  changeSettings: changeSettingsResult,
  editSettings: editSettingsResult,
  giveFeedback: giveFeedbackResult,
  removeFeedback: removeFeedbackResult,
  release: releaseResult,
  withdraw: withdrawResult,
  changeElement: changeElementResult,
  removeElement: removeElementResult,
  callAction: callActionResult,
  takeCall: takeCallResult,
  endCall: endCallResult,
  listThreads: listThreadsResult,
  renameThread: renameThreadResult,
  deleteThread: deleteThreadResult,
  listFavorites: listFavoritesResult,
  addFavorite: addFavoriteResult,
  removeFavorite: removeFavoriteResult,
} as const satisfies Record<CommandName, z.ZodType>

export type CommandName = keyof typeof commands
export type Command<Name extends CommandName> = z.infer<(typeof commands)[Name]>
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]>
export type CommandResult<Name extends CommandName> = z.infer<(typeof results)[Name]>
