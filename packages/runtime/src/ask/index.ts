export { Asker, isUnanswered } from './asker.ts'
export type {
  ApproveOptions,
  Approval,
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
  Complaint,
  LaterOptions,
  Otherwise,
  ParsedAnswer,
  PendingAsk,
  TextAnswer,
  ToolCall,
} from './chat-ask.ts'
export { laterAsk, type LaterAsk } from './later-ask.ts'
export { LaterAsks } from './later-asks.ts'
export { LaterTable, type LaterAnswer, type LaterHandler } from './later-table.ts'
export { LiveAsk } from './live-ask.ts'
export type { Outcome, OutcomeWords } from './outcome.ts'
