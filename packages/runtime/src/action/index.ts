export { ActionTable } from './action-table.ts'
export type { ActionHandler, PayloadSchema } from './action-table.ts'
export { noticeAction, removeAction, showActions } from './buttons.ts'
export type { ActionHandle, ActionOptions } from './buttons.ts'
