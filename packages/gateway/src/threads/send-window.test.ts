import { describe, expect, it } from 'vitest'
import { SendWindow } from './send-window.ts'

interface Sent {
  seq: number
  size: number
}

/**
 * A stream of 100 kB/s to a viewer on a line that carries so much, which acknowledges every 100 ms what it has. Gives what
 * was under way at each millisecond, and how much arrived in all.
 */
function stream({ bytesPerSecond, delayMs = 5, forMs }: { bytesPerSecond: number; delayMs?: number; forMs: number }) {
  const window = new SendWindow()
  const line: Sent[] = []
  const acknowledgements: { seq: number; at: number }[] = []
  const underWay: number[] = []
  let [seq, waiting, budget, arrived, seen, acknowledged] = [0, 0, 0, 0, 0, 0]
  for (let now = 0; now < forMs; now++) {
    waiting += 100
    if (now % 16 === 0 && window.room > 0) {
      const size = Math.min(waiting, window.room)
      waiting -= size
      window.note(++seq, size, now)
      line.push({ seq, size })
    }
    budget = Math.min(budget + bytesPerSecond / 1_000, Math.max(bytesPerSecond / 1_000, line[0]?.size ?? 0))
    while (line[0] && budget >= line[0].size) {
      const packet = line.shift() as Sent
      budget -= packet.size
      arrived += packet.size
      seen = packet.seq
    }
    if (now % 100 === 0 && seen > acknowledged) {
      acknowledged = seen
      acknowledgements.push({ seq: seen, at: now + delayMs })
    }
    while (acknowledgements[0] && acknowledgements[0].at <= now) {
      window.acknowledge((acknowledgements.shift() as { seq: number }).seq, now)
    }
    underWay.push(line.reduce((sum, { size }) => sum + size, 0))
  }
  return { underWay, arrived }
}

describe('what may be under way to a viewer', () => {
  it.each([4_000, 8_000, 30_000])('is soon no more than a line of %i bytes a second carries in 400 ms', (rate) => {
    const { underWay, arrived } = stream({ bytesPerSecond: rate, forMs: 20_000 })
    const most = Math.max(...underWay.slice(3_000))
    expect(most / rate).toBeLessThan(0.4)
    expect(arrived / (rate * 20)).toBeGreaterThan(0.6)
  })

  it('opens for a line that is good, however far', () => {
    for (const delayMs of [1, 60]) {
      const { arrived } = stream({ bytesPerSecond: 10_000_000, delayMs, forMs: 10_000 })
      expect(arrived).toBeGreaterThan(0.9 * 100 * 10_000)
    }
  })

  it('is full for one who acknowledges nothing, and free again when they do', () => {
    const window = new SendWindow()
    for (let seq = 1; window.room > 0; seq++) window.note(seq, 1_000, seq)
    expect(window.acknowledge(0, 50)).toBe(true)
    expect(window.room).toBe(0)
    expect(window.acknowledge(100, 60)).toBe(true)
    expect(window.room).toBeGreaterThan(8_000)
    expect(window.acknowledge(100, 70)).toBe(false)
  })
})
