import type { LocalText, Notice } from '@chatwright/protocol'
import { noticeAction } from '../action/index.ts'
import type { AppOptions } from '../app/app-options.ts'
import type { Handlers, StopAnswer, StopInfo } from '../app/handlers.ts'
import type { LiveChat } from '../chat/live-chat.ts'
import { NoticeWords } from '../chat/notice-words.ts'
import { within } from '../run/clock.ts'
import type { Run } from '../run/run.ts'
import { describeFailure } from './failure.ts'
import { patience } from './host-parts.ts'

/** What the reader of a stopped run is told when the app says nothing of its own. Null is silence. */
export function defaultNotice({ stopNotice }: AppOptions<object>): Notice | null {
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
): { spoken: Promise<Notice | null>; finished: Promise<void> } {
  if (onStop === undefined) return { spoken: Promise.resolve(fallback), finished: Promise.resolve() }

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

  const speak = async (): Promise<Notice | null> => {
    try {
      const outcome = await within(run.clock, patience.speakMs, answering)
      if (!outcome.late) return choose(outcome.value, { run, said: words.notice, fallback, log })
      log(`did not answer within ${patience.speakMs} ms; the reader is told what it had said, or the default.`)
      return words.notice ?? fallback
    } catch (error) {
      log(`failed: ${describeFailure(error, false).detail}`)
      return fallback
    } finally {
      words.close()
    }
  }
  const finish = async (): Promise<void> => {
    try {
      const outcome = await within(run.clock, patience.noticeMs, answering)
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

interface Choice {
  run: Run
  said: Notice | null
  fallback: Notice | null
  log: (text: string) => void
}

function choose(answer: StopAnswer, { run, said, fallback, log }: Choice): Notice | null {
  if (answer === undefined) return said ?? fallback
  // What it said is what it wants told; `false` then only means: not the default.
  if (answer === false || answer === '') return said
  if (typeof answer === 'string' || (typeof answer === 'object' && answer !== null)) {
    if (said !== null) log('both sent and returned a notice; the returned one is shown.')
    if (typeof answer === 'object' && 'text' in answer) {
      const { text, author, actions } = answer as Extract<StopAnswer, { text: LocalText }>
      return {
        by: 'app',
        text,
        ...(author === undefined ? {} : { author }),
        ...(actions === undefined ? {} : { actions: actions.map((options) => noticeAction(run, options)) }),
      }
    }
    return { by: 'app', text: answer }
  }
  log(`answered ${String(answer)}, which is no text; the default is shown.`)
  return said ?? fallback
}
