export { Caller } from './caller.ts'
export type { ChatPage, PageCallOptions } from './chat-page.ts'
export { LivePage } from './live-page.ts'
