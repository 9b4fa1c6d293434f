import { readdirSync } from 'node:fs'
import { startTestChat } from 'chatwright/testing'
import { expect, it } from 'vitest'

const app = new URL('./app.ts', import.meta.url)

it('leads to every example: what it shows, how to run it, how it looks', async () => {
  await using chat = await startTestChat(app)
  const list = await chat.say('examples')
  const folders = readdirSync(new URL('../', import.meta.url), { withFileTypes: true })
  const names = folders.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules').map(({ name }) => name)
  for (const name of names.filter((one) => one !== 'tour')) {
    expect(list).toMatch(new RegExp(`\\| ${name} \\| .{20,} \\| \`npx chatwright dev examples/${name}/app\\.ts\` \\|`))
    expect(await chat.say(`example ${name}`)).toContain(`npx chatwright dev examples/${name}/app.ts`)
    await chat.waitFor(`{image: ${name}.png}`)
  }
  expect(await chat.say('example nothing')).toContain('There is no example')
})

it('greets, and knows its words', async () => {
  await using chat = await startTestChat(app)
  await chat.waitFor('short tour')
  expect(await chat.say('Markdown.')).toContain('> [!NOTE]')
  expect(await chat.say('state')).toContain('once')
  expect(await chat.say('state')).toContain('2 times')
  expect(await chat.say('what?')).toContain('OPENAI_API_KEY')

  await chat.say('steps', { timeoutMs: 20_000 })
  const names = new Map(chat.steps.map((step) => [step.id, step.name]))
  const nesting = chat.steps.map(({ name, parentId }) => [name, parentId && names.get(parentId)])
  expect(nesting).toEqual(
    expect.arrayContaining([
      ['Plan a day out', null],
      ['Look up weather', 'Plan a day out'],
      ['Look up trains', 'Plan a day out'],
      ['Ask the service', 'Look up trains'],
      ['Decide', 'Plan a day out'],
    ]),
  )

  const failing = await chat.send('error')
  expect((await failing.ended()).state).toBe('failed')
  await chat.waitFor('Thrown on purpose')
})

it.each(['stop', 'stubborn'])('%s: a stop ends it', async (word) => {
  await using chat = await startTestChat(app)
  const run = await chat.send(word)
  await chat.waitFor(word === 'stop' ? '00:00' : '2. Still here.')
  await chat.stop()
  expect((await run.ended()).state).toBe('stopped')
  await chat.waitFor('and nothing follows it')
  const after = chat.text
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(chat.text).toBe(after)
})

it('blocked: a stop ends its worker, and the chat goes on', async () => {
  await using chat = await startTestChat(app)
  const run = await chat.send('blocked')
  await chat.waitFor('Press')
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  await chat.stop()
  expect((await run.ended()).state).toBe('stopped')
  expect(await chat.say('state', { timeoutMs: 15_000 })).toContain('once')
})
