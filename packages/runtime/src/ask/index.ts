export { Asker, isUnanswered } from './asker.ts'
export type { AskFilesOptions, AskOptions, AskTextOptions, ChatAsk, Choice, Otherwise, TextAnswer } from './chat-ask.ts'
export { LiveAsk } from './live-ask.ts'
