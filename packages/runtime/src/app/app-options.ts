import { ChatwrightError, localText, type AppInfo, type LocalText, type MarkdownRules } from '@chatwright/protocol'
import type { AnyOfferOptions, OfferOptions, ProfileOptions, ProfileRules } from '../offer/index.ts'
import { checkFeedback, type FeedbackOptions } from '../feedback/index.ts'
import { panelProblem, type PanelLook } from './panel-look.ts'
import { uploadsProblem, type UploadOptions } from './upload-options.ts'

/** Options of `createApp`. */
export interface AppOptions<
  State extends object,
  Commands = NonNullable<AnyOfferOptions['commands']>,
  Modes = NonNullable<AnyOfferOptions['modes']>,
  Settings = NonNullable<AnyOfferOptions['settings']>,
  Profiles = readonly ProfileOptions[],
> extends OfferOptions<Commands, Modes, Settings, Profiles> {
  /** What the page calls the app, and the author of its messages. Default `Assistant`. */
  name?: string
  description?: string
  /**
   * What the reader is told when a run was stopped and `onStop` says nothing: a text, or one for each language.
   * `false` for nothing. Default: the page's own word for "Stopped.".
   */
  stopNotice?: LocalText | false
  /** What becomes of a thread's runs when nobody watches any more. Default `continue`. */
  onDisconnect?: AppInfo['onDisconnect']
  /** What a message does that comes while a run works. Default `queue`. */
  whileRunning?: AppInfo['whileRunning']
  /**
   * What becomes of messages that wait for their turn when the answer before them is stopped: `hold` (default) keeps them
   * until the person sends them on, `clear` takes them back, `send-next` answers the next.
   */
  queueAtStop?: AppInfo['queueAtStop']
  /** How much of a stopped answer stays. Default `seen`: what the reader had on screen. */
  keepOnStop?: AppInfo['keepOnStop']
  /**
   * Which steps readers get to see: `all` (default), `tools` for those of type `tool` only, or `none`. The others are kept
   * and stored, and nothing of them is sent to a page, nor written into an export.
   */
  showSteps?: AppInfo['showSteps']
  /** Which files people may attach to what they say; `false` for none. Default: 20 of any type, 500 MB each. */
  uploads?: UploadOptions | false
  /**
   * Whether people can say what they think of answers, with a thumb up or down and a comment; kept with the thread.
   * Default: when the app has `onFeedback`.
   */
  feedback?: FeedbackOptions | boolean
  /**
   * Whether people can change what they said, and what they attached to it: the conversation takes another way from
   * there, and the earlier one stays. The new message names the old one in `message.replaces`. Default true; without it
   * an answer can still be asked for anew.
   */
  editing?: boolean
  /**
   * Whether people can mark what they said, to say it again from a list in the composer. Kept for each person, and also
   * when the conversation is deleted. Default false.
   */
  favorites?: boolean
  /** How wide the side panel is at first, and whether what comes for it opens it. */
  panel?: PanelLook
  /**
   * Whether HTML in messages, texts and the readme is drawn, as far as it is harmless: words, lists, tables, details,
   * pictures of the app's own host. Scripts, styles, forms and handlers are taken out. Default false: HTML is text.
   */
  html?: boolean
  /**
   * Whose words are drawn as Markdown: those of people (`user`) and those of the app (`assistant`); and whether formulas in
   * them are set (`math`). Default: all of it. Others are shown as they are written. What people wrote never has HTML in it,
   * whatever `html` says. `alerts`: call-outs stand on a ground of their colour (`filled`, default), or have a line around
   * them (`outlined`).
   */
  markdown?: Partial<MarkdownRules>
  /** Whether readers see the words of errors. Default: in development only. */
  showErrors?: boolean
  /**
   * Whether a stop also ends requests, waits and child processes that were begun without `chat.signal`, and destroys
   * what is left of them after the grace. In worker hosts only. Default true.
   */
  ambientStop?: boolean
  /** The state of a new thread, and with it the type of `chat.state`. Called once for each thread. */
  state?: () => State
}

/** Throws `bad_option`, naming the option, what was expected and what came. */
export function checkOptions(options: AppOptions<object>): void {
  const { name, description, showErrors, ambientStop, state } = options
  check('name', name, typeof name === 'string' && name.trim() !== '', 'a text')
  check('description', description, typeof description === 'string', 'a text')
  checkRules('', options)
  const wrong = panelProblem(options.panel)
  check(`panel${wrong?.at ?? ''}`, wrong?.got ?? options.panel, wrong === null, wrong?.expected ?? '')
  check('showErrors', showErrors, typeof showErrors === 'boolean', 'true or false')
  check('ambientStop', ambientStop, typeof ambientStop === 'boolean', 'true or false')
  check('state', state, typeof state === 'function', 'a function that gives the state of a new thread', {
    fix: 'Write state: () => ({ … }), so that every thread gets one of its own.',
  })
}

/** Throws `bad_option` for what a profile may rule otherwise. `at`: where it stands, or '' for the app's own. */
export function checkRules(at: string, given: ProfileRules): void {
  const { onDisconnect, whileRunning, queueAtStop, keepOnStop, showSteps, uploads } = given
  const place = at === '' ? '' : `${at.replace(/^createApp: /, '')}.`
  check(
    `${place}onDisconnect`,
    onDisconnect,
    onDisconnect === 'continue' || onDisconnect === 'stop' || isStopAfter(onDisconnect),
    "'continue', 'stop' or { stopAfterMs: milliseconds }",
  )
  checkOneOf(`${place}whileRunning`, whileRunning, ['queue', 'interrupt', 'parallel', 'reject'])
  checkOneOf(`${place}queueAtStop`, queueAtStop, ['hold', 'clear', 'send-next'])
  checkOneOf(`${place}keepOnStop`, keepOnStop, ['seen', 'sent', 'discard'])
  checkOneOf(`${place}showSteps`, showSteps, ['all', 'tools', 'none'])
  check(`${place}editing`, given.editing, typeof given.editing === 'boolean', 'true or false')
  check(`${place}favorites`, given.favorites, typeof given.favorites === 'boolean', 'true or false')
  check(`${place}html`, given.html, typeof given.html === 'boolean', 'true or false')
  check(
    `${place}markdown`,
    given.markdown,
    isMarkdownRules(given.markdown),
    "{ user, assistant, math }, each true or false, and alerts: 'filled' or 'outlined'",
  )
  check(
    `${place}stopNotice`,
    given.stopNotice,
    given.stopNotice === false || localText.safeParse(given.stopNotice).success,
    'a text, a text for each language, or false',
  )
  checkFeedback(place, given.feedback)
  const problem = uploadsProblem(uploads)
  check(`${place}uploads${problem?.at ?? ''}`, uploads, problem === null, problem?.expected ?? '')
}

function isMarkdownRules(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false
  return Object.entries(given).every(([name, value]) => {
    if (value === undefined) return true
    if (name === 'alerts') return value === 'filled' || value === 'outlined'
    return ['user', 'assistant', 'math'].includes(name) && typeof value === 'boolean'
  })
}

function isStopAfter(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'stopAfterMs' in value &&
    typeof value.stopAfterMs === 'number' &&
    Number.isFinite(value.stopAfterMs) &&
    value.stopAfterMs >= 0
  )
}

function checkOneOf(option: string, value: unknown, allowed: readonly string[]): void {
  const names = allowed.map((name) => `'${name}'`)
  const expected = `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`
  check(option, value, typeof value === 'string' && allowed.includes(value), expected)
}

function check(option: string, value: unknown, isGood: boolean, expected: string, how: { fix?: string } = {}): void {
  if (value === undefined || isGood) return
  const got = JSON.stringify(value) ?? `a ${typeof value}`
  const place = option.startsWith('chat.') ? option : `createApp: ${option}`
  throw new ChatwrightError('bad_option', `${place}: expected ${expected}, got ${got}.`, how)
}
