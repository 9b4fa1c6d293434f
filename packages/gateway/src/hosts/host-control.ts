import { control, createControl } from '@chatwright/protocol'

/** What gateway and host tell each other without a message; see the protocol's control block. */
export interface HostControl {
  /** Counts up while the host's loop turns. */
  readonly beat: number
  /** The slot of the run whose code was entered last, or 0. */
  readonly entered: number
  /** Makes a slot ready for a run. */
  clear(slot: number): void
  /** Tells the run of a slot, also while its loop is blocked: 1 stop, 2 by force. */
  raise(slot: number, level: 1 | 2): void
  /** Whether the host took the run up, as far as that is known: who cannot tell says that it did. */
  isTaken(slot: number): boolean
  /**
   * Keeps the host from taking the run up, unless it has or was told to stop it: then `onTaken` is called, at once or a
   * moment later.
   */
  takeBack(slot: number, onTaken: () => void): void
}

/** The block in memory that both sides share. */
export class SharedControl implements HostControl {
  readonly block: Int32Array

  constructor(block: Int32Array = createControl()) {
    this.block = block
  }

  get beat(): number {
    return Atomics.load(this.block, control.beat)
  }

  get entered(): number {
    return Atomics.load(this.block, control.entered)
  }

  clear(slot: number): void {
    Atomics.store(this.block, slot, 0)
    Atomics.store(this.block, markOf(slot), 0)
  }

  raise(slot: number, level: 1 | 2): void {
    Atomics.store(this.block, slot, level)
  }

  isTaken(slot: number): boolean {
    return Atomics.load(this.block, markOf(slot)) === 1
  }

  takeBack(slot: number, onTaken: () => void): void {
    if (Atomics.load(this.block, slot) !== 0) return
    if (Atomics.compareExchange(this.block, markOf(slot), 0, 2) === 0) onTaken()
  }
}

function markOf(slot: number): number {
  return slot - control.firstSlot + control.firstMark
}
