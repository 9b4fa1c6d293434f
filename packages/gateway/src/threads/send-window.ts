/**
 * How many characters may be under way. It opens while acknowledgements come at once, and shuts to what the line carries
 * in `drainMs` when they come late: a stop must not wait behind text that the network has already.
 */
const limits = { least: 1_024, first: 8_192, most: 131_072 } as const
/** Acknowledgements are given every 100 ms. Those that took longer than `lateMs` waited for the line. */
const lateMs = 350
const drainMs = 150
/** It opens no further than to what arrives in this time. */
const promptMs = 250

interface Packet {
  seq: number
  size: number
  sentAt: number
  /** What was under way when it was sent, itself included: in the time until it is acknowledged all of that arrives. */
  underWay: number
}

/** What one viewer was sent and has not acknowledged yet, and how much more it may be sent. */
export class SendWindow {
  #limit: number = limits.first
  #packets: Packet[] = []
  #underWay = 0

  /** How many characters may follow now; 0 when it is full. */
  get room(): number {
    return Math.max(0, this.#limit - this.#underWay)
  }

  /** Something was sent, up to the number `seq`. `now`: on the monotonic clock, in milliseconds. */
  note(seq: number, size: number, now: number = performance.now()): void {
    this.#underWay += size
    this.#packets.push({ seq, size, sentAt: now, underWay: this.#underWay })
  }

  /** The viewer has applied everything up to `seq`. Gives whether it was full until then. */
  acknowledge(seq: number, now: number = performance.now()): boolean {
    const wasFull = this.room === 0
    const count = this.#packets.findIndex((packet) => packet.seq > seq)
    const arrived = this.#packets.splice(0, count === -1 ? this.#packets.length : count)
    for (const { size } of arrived) this.#underWay -= size
    const last = arrived.at(-1)
    if (last) this.#adapt(now - last.sentAt, last.underWay, wasFull)
    return wasFull
  }

  #adapt(tookMs: number, arrived: number, wasFull: boolean): void {
    const perMs = arrived / Math.max(tookMs, 1)
    if (tookMs > lateMs) this.#limit = Math.max(limits.least, Math.min(this.#limit, perMs * drainMs))
    else if (wasFull) this.#limit = Math.min(limits.most, this.#limit * 2, Math.max(this.#limit, perMs * promptMs))
  }
}
