import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { sampleWrite } from '../testing/samples.ts'
import { SqliteStore } from './sqlite-store.ts'
import { bundleProgram, type Child, type Program } from './testing/child.ts'

/** What happens to a data folder when two processes want it, and when one dies. */
let program: Program
let folder: string
const children: Child[] = []

beforeAll(async () => {
  program = await bundleProgram('writer-program')
})
afterAll(() => program.remove())

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatwright-process-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) await child.kill()
  rmSync(folder, { recursive: true, force: true })
})

function start(): Child {
  const child = program.start(folder)
  children.push(child)
  return child
}

it('has every acknowledged write after a kill in the middle of writing, five times over', async () => {
  const acknowledged = new Map<string, number>()
  const note = (line: string): void => {
    const [threadId = '', count] = line.split(' ')
    acknowledged.set(threadId, Number(count))
  }
  for (let round = 0; round < 5; round++) {
    const child = start()
    expect(await child.line()).toBe('open')
    for (let line = 0; line < 40 * (round + 1); line++) note(await child.line())
    for (const line of await child.kill()) note(line)

    const store = new SqliteStore({ folder })
    await store.open()
    expect(store.database.pragma('integrity_check')).toBe('ok')
    expect(acknowledged.size).toBe(3 * (round + 1))
    for (const [threadId, count] of acknowledged) {
      const messages = (await store.readThread(threadId))?.state.messages ?? []
      const counts = messages.map(({ text }) => Number(text.split(' ')[0]))
      // One more may be there: written, and not yet said.
      expect(counts).toEqual(Array.from({ length: messages.length }, (_, index) => index + 1))
      expect(messages.length - count).toBeOneOf([0, 1])
    }
    expect((await store.threadsWithOpenRuns()).toSorted()).toEqual([...acknowledged.keys()].toSorted())
    await store.close()
  }
})

it('belongs to one process, and to the next as soon as that one is killed', async () => {
  const first = start()
  expect(await first.line()).toBe('open')

  const second = start()
  expect(await second.line()).toBe('refused store_locked')
  expect(await second.ended).toBe(0)
  const here = new SqliteStore({ folder })
  await expect(here.open()).rejects.toMatchObject({ code: 'store_locked' })

  await first.kill()
  await here.open()
  await here.write(sampleWrite())
  // A store that is refused must not take the lock of its own process along when it lets go.
  await expect(new SqliteStore({ folder }).open()).rejects.toMatchObject({ code: 'store_locked' })

  const third = start()
  expect(await third.line()).toBe('refused store_locked')
  await here.close()
  const fourth = start()
  expect(await fourth.line()).toBe('open')
})

it('prints nothing of its own, not even that SQLite is experimental', async () => {
  const child = start()
  expect(await child.line()).toBe('open')
  await child.kill()
  expect(child.errors).toBe('')
})
