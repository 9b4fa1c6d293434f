import { ChatwrightError, feedbackRules, limits, type FeedbackRules } from '@chatwright/protocol'

/** How people can say what they think of answers. */
export interface FeedbackOptions {
  /**
   * What a person can choose as a reason, for good answers (`up`) and for bad ones (`down`): words as they are shown. At
   * most 20 for each, of 200 characters. Default: none; a comment can always be written.
   */
  reasons?: { readonly up?: readonly string[]; readonly down?: readonly string[] }
}

/** The rules that a page and the server keep. Null: nobody is asked what they think. */
export function rulesOfFeedback(
  options: FeedbackOptions | boolean | undefined,
  hasHandler: boolean,
): FeedbackRules | null {
  if (options === false || (options === undefined && !hasHandler)) return null
  const { up = [], down = [] } = (typeof options === 'object' && options.reasons) || {}
  return { reasons: { up: [...up], down: [...down] } }
}

/** Throws `bad_option` for what is no such option. `place`: where it stands, with a dot, or ''. */
export function checkFeedback(place: string, options: unknown): void {
  if (options === undefined || typeof options === 'boolean') return
  const { reasons = {} } = (typeof options === 'object' && options !== null ? options : { reasons: null }) as {
    reasons?: unknown
  }
  const given = { up: [], down: [], ...(typeof reasons === 'object' ? reasons : {}) }
  const lists = [given.up, given.down]
  const isGood =
    typeof reasons === 'object' &&
    reasons !== null &&
    !Array.isArray(reasons) &&
    feedbackRules.safeParse({ reasons: given }).success &&
    lists.every((list) => new Set(list).size === list.length)
  if (isGood) return
  throw new ChatwrightError(
    'bad_option',
    `createApp: ${place}feedback: expected true, false or { reasons: { up, down } }, each at most ${limits.reasonsAtOnce} different texts.`,
  )
}
