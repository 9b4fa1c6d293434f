import type { HostControl } from './host-control.ts'
import type { ToRelay } from './relay-link.ts'

/** The numbers of a host in another process: as it last said they are, and messages in place of shared memory. */
export class ProcessControl implements HostControl {
  readonly #send: (message: ToRelay) => void
  /** What waits for the answer whether a slot's run was still to be had; null once it was not. */
  readonly #asked = new Map<number, (() => void) | null>()
  #beat = 0
  #entered = 0

  constructor(send: (message: ToRelay) => void) {
    this.#send = send
  }

  get beat(): number {
    return this.#beat
  }

  get entered(): number {
    return this.#entered
  }

  /** The host said how its numbers are. */
  note(beat: number, entered: number): void {
    this.#beat = beat
    this.#entered = entered
  }

  clear(slot: number): void {
    this.#asked.delete(slot)
    this.#send({ type: 'clear', slot })
  }

  raise(slot: number, level: 1 | 2): void {
    this.#send({ type: 'raise', slot, level })
  }

  /** Only that process can tell, and it may be dead: a run that may have begun is not begun again. */
  isTaken(): boolean {
    return true
  }

  takeBack(slot: number, onTaken: () => void): void {
    if (this.#asked.has(slot)) return
    this.#asked.set(slot, onTaken)
    this.#send({ type: 'take-back', slot })
  }

  /** The host said whether a run is taken back. */
  onTakeBackDone(slot: number, isBack: boolean): void {
    const onTaken = this.#asked.get(slot)
    this.#asked.set(slot, null)
    if (isBack) onTaken?.()
  }
}
