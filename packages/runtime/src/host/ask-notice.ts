import type { Element, LocalText, Notice } from '@chatwright/protocol'
import { noticeAction } from '../action/index.ts'
import type { AppOptions } from '../app/app-options.ts'
import type { Handlers, StopAnswer, StopInfo } from '../app/handlers.ts'
import type { LiveChat } from '../chat/live-chat.ts'
import { NoticeWords, type NoticePieces } from '../chat/notice-words.ts'
import { within } from '../run/clock.ts'
import type { Run } from '../run/run.ts'
import { describeFailure } from './failure.ts'
import { patience } from './host-parts.ts'

/** What the reader of a stopped run is told when the app says nothing of its own. Null is silence. */
export function noticeOf({ notice }: { notice?: Notice | null }, { stopNotice }: AppOptions<object>): Notice | null {
  if (notice !== undefined) return notice
  if (stopNotice === false) return null
  return stopNotice === undefined ? { by: 'default' } : { by: 'default', text: stopNotice }
}

/**
 * Asks `onStop` what the reader is told (stop contract, rule 8). It runs in a lane of its own, where what it sends is
 * the notice too. Neither promise rejects.
 *
 * `spoken`: the one notice, within a second; the default when `onStop` said nothing, threw or was late. `finished`:
 * when it is through, or its five seconds are over.
 */
export function askNotice(
  onStop: Handlers<object>['onStop'] | undefined,
  stop: StopInfo,
  fallback: Notice | null,
  { run, chat }: { run: Run; chat: LiveChat },
): { spoken: Promise<Spoken>; finished: Promise<void> } {
  if (onStop === undefined) return { spoken: Promise.resolve({ notice: fallback }), finished: Promise.resolve() }

  const words = new NoticeWords()
  const lane = run.openLane('notice', words)
  const log = (text: string): void => run.log('error', `onStop ${text}`, { runId: run.id })

  const answering = (async (): Promise<StopAnswer> => {
    const answer = await chat.in(lane).enter(() => onStop(stop, chat.in(lane)))
    // What it began to say without waiting is said as well.
    await words.ledger.idle()
    const [forgotten] = words.ledger.takeForgotten()
    if (forgotten !== undefined) throw forgotten.error
    return answer
  })()
  run.ledger.hold('onStop', answering)

  const showing = answering.then(async (answer): Promise<Spoken> => {
    const notice = choose(answer, { said: words.notice, fallback, log })
    const { actions = [], elements = [] } = piecesOf(answer, words.pieces)
    const isSaid = notice !== null && notice !== fallback
    if (!isSaid || actions.length + elements.length === 0) return { notice }
    const buttons = actions.map((options) => noticeAction(run, options))
    const made = elements.length === 0 ? [] : await chat.makeForNotice(elements, lane)
    return {
      notice: { ...notice, ...(buttons.length === 0 ? {} : { actions: buttons }) },
      ...(made.length === 0 ? {} : { elements: made }),
    }
  })
  // Where nobody waits for it any more, `answering` has said why.
  showing.catch(() => undefined)

  const speak = async (): Promise<Spoken> => {
    try {
      const outcome = await within(run.clock, patience.speakMs, showing)
      if (!outcome.late) return outcome.value
      log(`did not answer within ${patience.speakMs} ms; the reader is told what it had said, or the default.`)
      return { notice: words.notice ?? fallback }
    } catch (error) {
      log(`failed: ${describeFailure(error, false).detail}`)
      return { notice: fallback }
    } finally {
      words.close()
    }
  }
  const finish = async (): Promise<void> => {
    try {
      const outcome = await within(run.clock, patience.noticeMs, showing)
      if (outcome.late) log(`is still working after ${patience.noticeMs} ms and is not waited for any longer.`)
    } catch {
      // `speak` has logged it, unless it failed after the notice: then its words are out and stand.
    }
    const over = run.stop()
    lane.interrupt(over)
    lane.abort(over)
  }
  return { spoken: speak(), finished: finish() }
}

/** The one notice, and the elements under it. */
export interface Spoken {
  notice: Notice | null
  elements?: Element[]
}

type WithText = Extract<StopAnswer, { text: LocalText }>

/** Buttons and elements go with the words that are shown: those that were returned, else those that were sent. */
function piecesOf(answer: StopAnswer, said: NoticePieces): NoticePieces {
  if (answer === undefined || answer === false || answer === '') return said
  return typeof answer === 'object' && 'text' in answer ? answer : {}
}

interface Choice {
  said: Notice | null
  fallback: Notice | null
  log: (text: string) => void
}

function choose(answer: StopAnswer, { said, fallback, log }: Choice): Notice | null {
  if (answer === undefined) return said ?? fallback
  // What it said is what it wants told; `false` then only means: not the default.
  if (answer === false || answer === '') return said
  if (typeof answer === 'string' || (typeof answer === 'object' && answer !== null)) {
    if (said !== null) log('both sent and returned a notice; the returned one is shown.')
    if (typeof answer === 'object' && 'text' in answer) {
      const { text, author } = answer as WithText
      return { by: 'app', text, ...(author === undefined ? {} : { author }) }
    }
    return { by: 'app', text: answer }
  }
  log(`answered ${String(answer)}, which is no text; the default is shown.`)
  return said ?? fallback
}
