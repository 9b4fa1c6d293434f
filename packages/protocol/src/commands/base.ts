import { id } from '../ids.ts'

/** Every command has an id of its own: sent twice it takes effect once and gets the same answer. */
export const commandId = { id }
