export { protocolVersion } from './version.ts'
export { id } from './ids.ts'
export { newId } from './new-id.ts'
export { limits } from './limits.ts'
export {
  ChatwrightError,
  StopError,
  errorCodes,
  isChatwrightError,
  isStop,
  toPublicError,
  type ChatwrightErrorOptions,
  type ErrorCode,
  type PublicError,
  type StopCause,
} from './errors.ts'

export { action, type Action } from './content/action.ts'
export {
  approvalAnswer,
  approvalCall,
  ask,
  askAnswer,
  askLater,
  askOption,
  askOutcome,
  askStatus,
  fileRules,
} from './content/ask.ts'
export type {
  ApprovalAnswer,
  ApprovalCall,
  Ask,
  AskAnswer,
  AskLater,
  AskOption,
  AskOutcome,
  AskStatus,
  FileRules,
} from './content/ask.ts'
export { isAnswerTo, outcomeOf } from './content/ask-ending.ts'
export { branch, type Branch } from './content/branch.ts'
export { fileInfo, type FileInfo } from './content/file.ts'
export { componentName, element, elementDisplay, elementKind, elementSource } from './content/element.ts'
export type { Element, ElementDisplay, ElementKind, ElementSource } from './content/element.ts'
export type { ActionArgs, ActionName, ActionResult, AsJson, DeclaredAction } from './content/declared-action.ts'
export { splitElementRefs, withNamesOnly, writeElementRef, type RefPart } from './content/element-ref.ts'
export { filmHost, hostedFilm, type FilmHost, type HostedFilm } from './content/film-host.ts'
export { filmHosts, playerUrl } from './content/film-hosts.ts'
export { favorite, type Favorite } from './content/favorite.ts'
export { feedback, feedbackRules, feedbackValue } from './content/feedback.ts'
export type { Feedback, FeedbackRules, FeedbackValue } from './content/feedback.ts'
export { isFunctionName } from './content/function-name.ts'
export { pageCall, type PageCall } from './content/page-call.ts'
export { panel, type Panel } from './content/panel.ts'
export { task, taskList, taskStatus } from './content/task-list.ts'
export type { Task, TaskList, TaskStatus } from './content/task-list.ts'
export { frameHeights, type FrameTheme, type FromFrame, type ToFrame } from './frame.ts'
export { json, jsonObject, type Json, type JsonObject } from './content/json.ts'
export { message, messagePatch, messageStatus, role } from './content/message.ts'
export type { Message, MessagePatch, MessageStatus, Role } from './content/message.ts'
export type { MarkdownRules } from './content/markdown-rules.ts'
export { localText, notice, type LocalText, type Notice } from './content/notice.ts'
export { pickText } from './content/pick-text.ts'
export { endedStates, hasEnded, type EndedState } from './content/ended.ts'
export { run, runKind, runState } from './content/run.ts'
export type { Run, RunError, RunKind, RunState } from './content/run.ts'
export {
  step,
  stepPatch,
  stepStatus,
  type Step,
  type StepPane,
  type StepPatch,
  type StepStatus,
} from './content/step.ts'
export { composerCommand, type ComposerCommand } from './content/composer-command.ts'
export { day, field, fieldOption, type Field, type FieldOption, type FieldType } from './content/field.ts'
export { mode, modeOption, type Mode, type ModeOption } from './content/mode.ts'
export { profile, rules, type Profile, type Rules } from './content/profile.ts'
export { setup, type Setup, type SetupId } from './content/setup.ts'
export { starter, type Starter } from './content/starter.ts'
export { threadSummary, type ThreadSummary } from './content/thread.ts'
export { localUser, user, type User } from './content/user.ts'

export { event, output, record } from './events/index.ts'
export type { EventType, Output, ThreadEvent, ThreadRecord } from './events/index.ts'
export { emptyThread } from './empty-thread.ts'
export { pieceKinds, threadState, type PieceKind, type ThreadState } from './state.ts'
export { threadExport, type ThreadExport } from './thread-export.ts'
export { forkAt, onBranch, waysAt } from './branches.ts'
export { homeOf } from './home-of.ts'
export { emptyOffer, offerFor, pickProfile, ruled, setupOf, type AppOffer, type Offer } from './offer/offer.ts'
export { settingsFor } from './offer/settings-for.ts'
export { checkField, checkFields, describeProblem, isDay, type FieldProblem } from './offer/check-fields.ts'
export { chosenModes, hasOption, lastModes } from './offer/modes.ts'
export { apply, applyAll } from './fold/apply.ts'

export { commands, results } from './commands/index.ts'
export type { Command, CommandInput, CommandName, CommandResult } from './commands/index.ts'

export type {
  Answer,
  AppError,
  AppHello,
  ClientToServer,
  EventBatch,
  HandshakeAuth,
  Hello,
  ServerToClient,
  Snapshot,
  StoppingAhead,
} from './wire.ts'

export { control, createControl, heartbeatMs } from './host/control.ts'
export type { AnsweredLater, AppInfo, CallOutcome, ChatInfo, FromHost, PanelRules, ToHost } from './host/frames.ts'
export type { ProcessFromHost } from './host/processes.ts'
export type { UndoFromHost, UndoRecord, UndoToHost } from './host/undo.ts'
export { partName } from './host/part-name.ts'
export { mediaKind, typeOfContent } from './content/media-kind.ts'
export type { HostLink, Serve } from './host/link.ts'
