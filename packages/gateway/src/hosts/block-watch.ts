import type { Logger } from '../logger.ts'
import type { Member } from './member.ts'

/** In how many looks in a row a loop must have stood still; a busy machine is no blocked loop. */
const looks = 12
/** And for how long, in milliseconds: with the looks 50 ms apart it is in the log within a second. */
const reportMs = 650

/**
 * Says in the log that a host's loop is blocked, by which handler, and when it turns again; also while nobody presses
 * Stop. It ends nothing: work may be blocked for a good reason, and the other chats go on in another host.
 */
export class BlockWatch {
  readonly #logger: Logger
  readonly #still = new WeakMap<Member, { looks: number; since: number; isReported: boolean }>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** To be called for every member at every look. */
  look(member: Member, now: number): void {
    const blockedMs = member.blockedMs()
    const still = this.#still.get(member) ?? { looks: 0, since: now, isReported: false }
    this.#still.set(member, still)
    if (blockedMs < 50) {
      if (still.isReported) {
        this.#logger.info({ blockedMs: Math.round(now - still.since) }, 'the loop of the app turns again')
      }
      Object.assign(still, { looks: 0, since: now, isReported: false })
      return
    }
    still.looks++
    if (still.isReported || still.looks < looks || blockedMs < reportMs) return
    Object.assign(still, { isReported: true, since: now - blockedMs })
    const { culprit } = member
    this.#logger.warn(
      { ...culprit, blockedMs: Math.round(blockedMs) },
      `the loop of the app is blocked${culprit === null ? '' : ` by ${culprit.handler}`}`,
    )
  }
}
