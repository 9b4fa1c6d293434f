export { Asker, isUnanswered } from './asker.ts'
export type {
  ApproveOptions,
  Approval,
  AskElementOptions,
  AskFilesOptions,
  AskFormOptions,
  AskOptions,
  AskTextOptions,
  ChatAsk,
  Choice,
  Otherwise,
  TextAnswer,
  ToolCall,
} from './chat-ask.ts'
export { LiveAsk } from './live-ask.ts'
