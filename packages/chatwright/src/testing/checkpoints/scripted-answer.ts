import type { JsonObject } from '@chatwright/protocol'

/**
 * An answer to a question: words, the value or the label of a choice, a file, the values of a form, a decision
 * (`{ value: { isApproved: true, reason: null } }`) or what a custom element sends, or null to skip it.
 */
export type ScriptedAnswer = string | { file: string; content: string } | { value: JsonObject } | null
