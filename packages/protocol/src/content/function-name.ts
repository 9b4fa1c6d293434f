import { limits } from '../limits.ts'

/** The name of a function of the page: letters, digits, `_`, `.`, `:` and `-`, a letter first. */
export const functionNamePattern: RegExp = /^\p{L}[\p{L}\p{N}_.:-]*$/u

export function isFunctionName(name: unknown): name is string {
  return typeof name === 'string' && name.length <= limits.nameCharacters && functionNamePattern.test(name)
}
