export { createApp, isApp, type App } from './app/create-app.ts'
export type { AppOptions } from './app/app-options.ts'
export type {
  ChatEnd,
  ErrorAnswer,
  HandlerName,
  Handlers,
  HookName,
  StopAnswer,
  StopInfo,
  UploadAnswer,
} from './app/handlers.ts'

export type { ChatContext, SaidMessage } from './chat/chat-context.ts'
export { currentChat } from './chat/current-chat.ts'
export { step, type StepFunctionOptions } from './chat/step-function.ts'
export { sessionValue, type SessionValue } from './chat/session-value.ts'
export type { MessageBody, MessageChange, MessageInput, MessageOptions, MessageUpdate } from './chat/content.ts'
export type { MessageHandle } from './chat/message-handle.ts'
export type { Generation, StepChange, StepHandle, StepOptions, StepText, StepType } from './chat/step-handle.ts'
export type { AiSdkPart, AnthropicPart, ModelFilesOptions, OpenAiPart } from './chat/model-files.ts'
export type { StreamItem, StreamSource } from './chat/pump.ts'
export type { ChatHistory, HistoryInput, HistoryWithFiles } from './chat/history.ts'
export type {
  AiSdkMessage,
  AnthropicBlock,
  AnthropicHistory,
  AnthropicMessage,
  ModelHistoryOptions,
  OpenAiMessage,
  TextMessage,
} from './chat/model-history.ts'

export { laterAsk } from './ask/index.ts'
export type {
  Approval,
  ApproveOptions,
  AskChoiceOptions,
  AskConfirmOptions,
  AskElementOptions,
  AskFilesOptions,
  AskFormOptions,
  AskOptions,
  AskParsedOptions,
  AskTextOptions,
  ChatAsk,
  Choice,
  LaterAnswer,
  LaterAsk,
  LaterHandler,
  LaterOptions,
  Otherwise,
  Outcome,
  OutcomeWords,
  ParsedAnswer,
  PendingAsk,
  TextAnswer,
  ToolCall,
} from './ask/index.ts'
export type { ChatPage, PageCallOptions } from './page/index.ts'
export type { GivenFile } from './files/given-file.ts'
export { audio, chart, custom, file, image, pdf, ref, staticChart, table, text, video } from './elements/index.ts'
export type {
  AudioOptions,
  CanvasLike,
  ChartFigure,
  ChartOptions,
  ChartTrace,
  ChartTraceType,
  ChatPanel,
  CustomOptions,
  PlayerOptions,
  ElementComponent,
  ElementChange,
  ElementContent,
  ElementHandle,
  ElementInput,
  ElementOptions,
  ElementSourceInput,
  FileOptions,
  ImageOptions,
  PanelOptions,
  PdfOptions,
  PropsOf,
  TableColumn,
  TableOptions,
  TextOptions,
  VideoOptions,
} from './elements/index.ts'
export type { FeedbackOptions, GivenFeedback } from './feedback/index.ts'
export type { PanelLook } from './app/panel-look.ts'
export type { UploadOptions } from './app/upload-options.ts'
export type { DeclaredAction } from '@chatwright/protocol'
export type { ActionHandle, ActionHandler, ActionOptions, PressedAction } from './action/index.ts'
export type { PayloadSchema } from './schema/index.ts'
export {
  checkbox,
  date,
  dateRange,
  multiSelect,
  number,
  radio,
  select,
  slider,
  tab,
  tags,
  textInput,
  toggle,
} from './offer/fields.ts'
export type {
  AnyChat,
  ChatTypes,
  CommandHandler,
  CommandMessage,
  CommandOptions,
  Fields,
  IncomingMessage,
  ModeOptionOptions,
  ModeOptions,
  ModesOptions,
  OfferChange,
  OfferedTo,
  OfferOptions,
  OptionGiven,
  ProfileOptions,
  ChatRules,
  ProfileRules,
  ProfilesFunction,
  StarterOptions,
  StartersFor,
  StartersFunction,
  TypesOf,
  ValuesOf,
  Widget,
  WidgetOptions,
} from './offer/index.ts'
export type { TaskHandle, TaskListHandle } from './tasks/task-list.ts'

export type { AnyWork, OffloadFunction, OffloadModuleOptions, OffloadOptions } from './offload/offload-options.ts'
export type { PrepareModule } from './offload/offload.ts'
export type { RegisteredUndo, UndoArgs, UndoDeclaration, UndoHandler, UndoInfo } from './undo/undo-declaration.ts'
export { installAmbientStop } from './ambient/index.ts'
export { endProcesses } from './ambient/end-processes.ts'
export { checkpoints, type Checkpoint } from './run/checkpoint.ts'
export type { Deferred } from './run/cleanup.ts'
export type { Clock } from './run/clock.ts'
export { isInsideRun } from './run/context.ts'
export { serve, type ServeOptions } from './host/serve.ts'

export { ChatwrightError, isStop, StopError } from '@chatwright/protocol'
