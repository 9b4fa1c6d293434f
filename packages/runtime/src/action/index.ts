export { ActionTable } from './action-table.ts'
export type { ActionHandler } from './action-table.ts'
export { noticeAction, pressedAction, removeAction, showActions } from './buttons.ts'
export type { ActionHandle, ActionOptions, PressedAction } from './buttons.ts'
