import { control, heartbeatMs } from '@chatwright/protocol'

/** Shows that this loop turns, by counting up in the control block. Returns the off switch. */
export function startHeartbeat(block: Int32Array): () => void {
  const beat = (): void => void Atomics.add(block, control.beat, 1)
  beat()
  const timer = setInterval(beat, heartbeatMs / 2)
  timer.unref()
  return () => clearInterval(timer)
}
