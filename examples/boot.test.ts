import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { startTestChat } from 'chatwright/testing'
import { afterEach, expect, it, vi } from 'vitest'

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  .map((entry) => entry.name)

/** What to say to each example, and what it answers. */
const talks: Record<string, { say: string; hear: string | RegExp }> = {
  hello: { say: 'anyone there?', hear: 'You said: anyone there?' },
  steps: { say: 'owls', hear: 'Found two things' },
  stop: { say: 'go', hear: '2 of 200' },
  state: { say: 'bread', hear: '- bread' },
  offload: { say: '100', hear: 'There are 25 primes up to 100: 25.0 %. The largest is 97.' },
  commands: { say: 'hello', hear: 'Nothing was chosen, and the fast model.' },
  settings: { say: 'hello', hear: 'At 0.7, for 2, some day.' },
  profiles: { say: 'hello', hear: 'With pleasure: hello' },
  starters: { say: 'Which tower has no queue?', hear: 'You asked: Which tower' },
  tour: { say: 'state', hear: 'once in this chat' },
  messages: { say: 'hello', hear: 'no queue before ten' },
  measured: { say: 'Lisbon', hear: 'Held: 2 seats.' },
  feedback: { say: 'When?', hear: 'You asked: When?' },
  favorites: { say: 'When?', hear: 'You asked: When?' },
  editing: { say: 'the castle', hear: 'Day 1 is for the castle. So far: the castle.' },
  panel: { say: 'We are here.', hear: 'It is in the letter.' },
  asking: { say: 'go', hear: 'What is the name on the booking?\n(asks)' },
  later: { say: 'Saturday', hear: 'what was it like?\n(asks)' },
  approval: { say: 'go', hear: 'What is it about?\n(asks)' },
  actions: { say: 'water the plants', hear: '<Do it> <Leave it>' },
  plan: { say: 'go', hear: 'Day one' },
  widgets: { say: 'go', hear: 'How do you like it?\n(asks)' },
  charts: { say: 'go', hear: 'drawn on the server' },
  elements: { say: 'go', hear: '{image: tile.svg}\n{file: stops.csv}\n{text: Opening hours}' },
  attachments: { say: 'hello', hear: 'Attach a file' },
  assistant: { say: 'hello', hear: /Nothing answers at \S+, so no model can/ },
}

afterEach(() => {
  vi.unstubAllEnvs()
})

it('every example is talked to', () => {
  expect(Object.keys(talks).toSorted()).toEqual(folders.toSorted())
})

it.each(folders)('%s: its README shows its picture, which a test under e2e/browser takes', (folder) => {
  const at = (name: string): URL => new URL(`./${folder}/${name}`, import.meta.url)
  expect(readFileSync(at('README.md'), 'utf8')).toMatch(/!\[[^\]]{10,}\]\(picture\.png\)/)
  expect(existsSync(at('picture.png')), 'UPDATE_IMAGES=1 with the test takes it').toBe(true)
})

it.each(Object.entries(talks))('%s boots in a worker and answers', async (folder, { say, hear }) => {
  // Port 9 is for discarding what comes; nothing listens there.
  vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9/v1')
  vi.stubEnv('OPENAI_MODEL', 'none')
  await using chat = await startTestChat(new URL(`./${folder}/app.ts`, import.meta.url))
  const run = await chat.send(say)
  await chat.waitFor(hear, { timeoutMs: 20_000 })
  if (folder === 'stop') {
    await chat.stop()
    await chat.waitFor(/Stopped after [\d.]+ s and \d+ lines/)
  }
  if (folder === 'asking' || folder === 'approval' || folder === 'widgets') await chat.skip()
  expect((await run.ended()).state).toBe(folder === 'stop' ? 'stopped' : 'completed')
})
