import { readdirSync } from 'node:fs'
import { stopAtEveryCheckpoint, type StopEverywhereOptions } from 'chatwright/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { StrictModels } from '../../packages/runtime/src/testing/strict-models.ts'

const examples = new URL('../../examples/', import.meta.url)

/** What to say to each example. Two words of the tour do on purpose what nobody should: it is not stopped in those. */
const talks: Record<string, StopEverywhereOptions[]> = {
  hello: [{ say: 'anyone there?' }],
  steps: [{ say: 'owls' }],
  stop: [{ say: 'go', most: 30 }],
  state: [{ say: 'bread' }],
  tour: [{ say: 'steps' }, { say: 'state' }],
  assistant: [{ say: 'Hello', most: 30 }],
  measured: [{ say: 'Lisbon' }],
  asking: [{ say: 'go', answers: ['A', 'Ada', 'Saturday, 09:00', { file: 'a.txt', content: 'held' }, 'yes'] }],
  actions: [
    { say: 'water the plants', press: 'Do it' },
    { say: 'water the plants', press: 'Leave it' },
  ],
  plan: [{ say: 'go' }],
  offload: [{ say: '100' }],
  elements: [{ say: 'go' }, { say: 'panel' }],
  attachments: [{ say: 'hello' }],
  commands: [{ say: 'owls' }],
  profiles: [{ say: 'a weekend' }],
  settings: [{ say: 'go' }],
  starters: [{ say: 'tiles' }],
  approval: [
    {
      say: 'my money back',
      answers: [
        { value: { booking: 'CW-1' } },
        { value: { isApproved: true, reason: null, args: { booking: 'CW-1', cents: 1 } } },
      ],
    },
    {
      say: 'my money back',
      answers: [{ value: { booking: 'CW-1' } }, { value: { isApproved: false, reason: 'No.' } }],
    },
  ],
  charts: [{ say: 'go' }],
  editing: [{ say: 'owls' }],
  favorites: [{ say: 'owls' }],
  feedback: [{ say: 'owls' }],
  later: [{ say: 'the castle' }],
  messages: [{ say: 'the castle' }],
  panel: [{ say: 'a letter' }],
  widgets: [{ say: 'go', answers: [{ value: { stars: 4 } }], functions: { farthest: () => 'Museum' } }],
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('every example, stopped at every checkpoint', () => {
  it('is talked to', () => {
    const folders = readdirSync(examples, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
      .map((entry) => entry.name)
    expect(Object.keys(talks).toSorted()).toEqual(folders.toSorted())
  })

  for (const [name, scripts] of Object.entries(talks)) {
    it.each(scripts)(`${name}: $say`, async (script) => {
      await using models = await StrictModels.start()
      vi.stubEnv('OPENAI_BASE_URL', `${models.url}/v1`)
      vi.stubEnv('OPENAI_API_KEY', 'a key')
      vi.stubEnv('OPENAI_MODEL', 'm')
      const { checkpoints } = await stopAtEveryCheckpoint(new URL(`${name}/app.ts`, examples), script)
      const calls = checkpoints.filter(({ at }) => at !== null)
      expect(calls.length).toBeGreaterThan(0)
      for (const { at } of calls) expect(at).toMatch(new RegExp(`^examples/${name}/\\S+\\.ts:\\d+$`))
      expect(models.refused).toEqual([])
      if (name === 'assistant') expect(models.requests.length).toBeGreaterThan(10)
    })
  }
})

describe('an app stopped at every checkpoint', () => {
  it.each([
    ['agent', ['step.stream', 'a function wrapped by step()', 'chat.shield', 'message.append', 'while it waits']],
    ['branches', ['assigning to a step', 'step.output.append', 'message.update', 'chat.checkpoint', 'while it waits']],
    ['retries', ['chat.sendError', 'chat.sleep', 'while it waits']],
  ])('%s', async (name, passed) => {
    const { checkpoints } = await stopAtEveryCheckpoint(new URL(`./apps/${name}.ts`, import.meta.url), { say: 'go' })
    expect(checkpoints.map((checkpoint) => checkpoint.name)).toEqual(expect.arrayContaining(passed))
    expect(checkpoints.at(0)).toMatchObject({ name: 'before the run begins', number: 0, broken: [] })
    expect(checkpoints.at(-1)).toMatchObject({ name: 'after the last checkpoint', broken: [] })
  })
})

describe('questions, buttons and plans, stopped at every checkpoint', () => {
  const app = new URL('./apps/asking.ts', import.meta.url)

  it.each<StopEverywhereOptions & { passed: string[] }>([
    { say: 'name', answers: ['Ada'], passed: ['chat.ask.text', 'while it waits'] },
    { say: 'long-name', answers: ['Al', 'Alan'], passed: ['chat.ask.text'] },
    { say: 'slot', answers: ['Saturday'], passed: ['chat.ask.choice'] },
    { say: 'slot', answers: [null], passed: ['chat.ask.choice'] },
    { say: 'two', answers: ['this', 'that'], passed: ['chat.ask.text'] },
    { say: 'file', answers: [{ file: 'a.txt', content: 'hello' }], passed: ['chat.ask.files'] },
    { say: 'plan', passed: ['chat.tasks', 'tasks.add', 'task.run'] },
    { say: 'three', passed: ['chat.step with a function'] },
    { say: 'buttons', press: 'Asks', answers: ['yes'], passed: ['chat.ask.confirm', 'while it waits'] },
  ])('$say $answers', async ({ passed, ...options }) => {
    const { checkpoints } = await stopAtEveryCheckpoint(app, options)
    expect(checkpoints.map(({ name }) => name)).toEqual(expect.arrayContaining(passed))
    const kinds = new Set(checkpoints.map(({ run }) => run))
    expect([...kinds]).toEqual(options.press === undefined ? ['message'] : ['message', 'action'])
  })
})
