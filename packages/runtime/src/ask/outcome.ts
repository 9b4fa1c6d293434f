import { ChatwrightError, type AskOutcome, type LocalText } from '@chatwright/protocol'

/**
 * What is said under a question of how it ended, for good and in exports too, in place of the page's own words. Each is a
 * text, or one for each language (BCP 47 tag → text); what is left out the page says in the reader's language. A question
 * that is stopped says nothing: its run's notice does.
 */
export interface OutcomeWords {
  answered?: LocalText
  /** The person, or the app, did without an answer. */
  skipped?: LocalText
  /** Its time was up. */
  expired?: LocalText
}

/** The same of a question that is waited with. `Said`: what its function is given. */
export interface Outcome<Said extends unknown[]> extends Omit<OutcomeWords, 'answered'> {
  /**
   * May be a function of the answer, which is called here on the server once the answer is good; nothing leaves it to the
   * page. What it throws stands in the log, and the answer counts all the same.
   */
  answered?: LocalText | ((...said: Said) => LocalText | null | undefined | void)
}

export type AnyOutcome = Outcome<never>

const names = ['answered', 'skipped', 'expired']

/** Throws `bad_option` for what is no outcome. `isLater`: nobody waits, so there is nobody to call a function. */
export function checkOutcome(where: string, outcome: AnyOutcome, { isLater = false } = {}): void {
  for (const [name, words] of Object.entries(outcome)) {
    if (!names.includes(name)) throw bad(where, `outcome.${name}`, `one of ${names.join(', ')}`, name)
    const isFunction = name === 'answered' && typeof words === 'function' && !isLater
    if (words !== undefined && !isFunction && !isWords(words)) throw bad(where, `outcome.${name}`, aText, words)
  }
}

/** What can be said of it before it ends. `isChecked`: whether an answer may turn out not to be good. */
export function wordsBefore({ answered, skipped, expired }: AnyOutcome, isChecked: boolean): AskOutcome {
  return {
    ...(answered === undefined || typeof answered === 'function' || isChecked ? {} : { answered }),
    ...(skipped === undefined ? {} : { skipped }),
    ...(expired === undefined ? {} : { expired }),
  }
}

/** What is left to say of an answer that is good. Throws what its function throws, and `bad_option` for what is no text. */
export function wordsAfter(
  where: string,
  { answered }: AnyOutcome,
  isChecked: boolean,
  said: unknown[],
): LocalText | null {
  if (typeof answered !== 'function') return isChecked ? (answered ?? null) : null
  const words: unknown = answered(...(said as never))
  if (words === undefined || words === null) return null
  if (isWords(words)) return words
  throw bad(where, 'outcome.answered', aText, words)
}

const aText = 'a text, or one for each language'

function isWords(words: unknown): words is LocalText {
  if (typeof words === 'string') return words.trim() !== ''
  if (typeof words !== 'object' || words === null) return false
  const texts: unknown[] = Object.values(words)
  return texts.length > 0 && texts.every((text) => typeof text === 'string' && text.trim() !== '')
}

function bad(where: string, option: string, expected: string, got: unknown): ChatwrightError {
  const shown = JSON.stringify(got) ?? String(got)
  return new ChatwrightError('bad_option', `${where}: ${option}: expected ${expected}, got ${shown}.`, {
    fix: "Give words, as in outcome: { answered: 'Held.', expired: { en: 'Too late.', de: 'Zu spät.' } }.",
  })
}
