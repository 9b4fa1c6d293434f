import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createLogger } from '@chatwright/gateway'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AppProblem } from '../app/problem.ts'
import type { ChatwrightConfig } from '../config/options.ts'
import { openTestTab } from '../testing/open-test-tab.ts'
import type { TestTab } from '../testing/test-tab.ts'
import { DevServer } from './dev-server.ts'

let folder: string
const closing: (() => Promise<void>)[] = []

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'chatwright-dev-')))
})

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
  await rm(folder, { recursive: true, force: true })
})

const save = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text)

const appSaying = (text: string): string => `
import { createApp } from 'chatwright'
const app = createApp({ name: 'App' })
app.onMessage(async (message, chat) => { await chat.send(${JSON.stringify(text)}) })
export default app
`

interface Dev {
  server: DevServer
  problems: AppProblem[]
  reloads: string[]
  open(threadId?: string): Promise<TestTab>
}

async function startDev(flags: ChatwrightConfig = {}): Promise<Dev> {
  const problems: AppProblem[] = []
  const reloads: string[] = []
  // What was saved just before may count as saved since.
  await wait(30)
  const server = await DevServer.start(
    {
      appFile: join(folder, 'app.ts'),
      flags: { port: 0, spare: false, ...flags },
      createLog: () => createLogger('silent'),
    },
    { onReloaded: (what) => reloads.push(what), onProblem: (problem) => problems.push(problem) },
  )
  closing.push(() => server.close())
  const open = async (threadId?: string): Promise<TestTab> => {
    const tab = await openTestTab({ url: server.server.url, ...(threadId === undefined ? {} : { threadId }) })
    closing.push(() => tab.close())
    return tab
  }
  return { server, problems, reloads, open }
}

const appErrorOf = (tab: TestTab) => tab.client.appError.getSnapshot()
const hasReadme = (tab: TestTab) => tab.client.hello.getSnapshot()?.app.hasReadme
const fetchReadme = ({ server }: DevServer) => fetch(new URL('api/readme?language=en', server.url))
const readme = async (server: DevServer): Promise<unknown> => (await fetchReadme(server)).json()

describe.each(['worker', 'inline'] as const)('a saved file, %s', (isolation) => {
  it('is in place for the next message; tab and thread stay', async () => {
    await save('app.ts', appSaying('before'))
    const { open, reloads } = await startDev({ isolation })
    const tab = await open()
    expect(await tab.say('one')).toBe('before')
    await save('app.ts', appSaying('after'))
    await tab.waitFor(() => reloads.length > 0)
    expect(await tab.say('two')).toBe('after')
    expect(tab.text).toBe('You: one\nApp: before\nYou: two\nApp: after')
    expect(reloads).toEqual(['app.ts'])
  })
})

describe('the readme', () => {
  it('READ-01. appears, changes and goes with its file; the app is not loaded anew', async () => {
    await save('app.ts', appSaying('hello'))
    const { server, open, reloads } = await startDev()
    const tab = await open()
    expect(hasReadme(tab)).toBe(false)
    await save('chatwright.md', '# Ours')
    await tab.waitFor(() => hasReadme(tab) === true)
    expect(await readme(server)).toEqual({ text: '# Ours' })
    await save('chatwright.md', '# Changed')
    expect(await readme(server)).toEqual({ text: '# Changed' })
    await save('chatwright.md', '')
    await tab.waitFor(() => hasReadme(tab) === false)
    expect(reloads).toEqual([])
  })
})

describe('a file that is imported', () => {
  it('reloads the app too, also one that was imported later', async () => {
    await save('app.ts', appSaying('before'))
    const { open, reloads } = await startDev()
    const tab = await open()
    const app = `import { words } from './words'\n${appSaying('').replace('""', 'words')}`
    await save('words.ts', `export const words = 'first'`)
    await save('app.ts', app)
    await tab.waitFor(() => reloads.length === 1)
    expect(await tab.say('one')).toBe('first')
    await save('words.ts', `export const words = 'second'`)
    await tab.waitFor(() => reloads.length === 2)
    expect(await tab.say('two')).toBe('second')
  })
})

describe('an app that cannot be loaded', () => {
  it('is told in terminal and page, the code before it serves on, and the fix ends it', async () => {
    await save('app.ts', appSaying('before'))
    const { open, problems, reloads } = await startDev()
    const tab = await open()
    await save('app.ts', `const a = {\n  b: ,\n}`)
    const error = await tab.waitFor(appErrorOf)
    expect(error).toMatchObject({ line: 2, message: expect.stringContaining('Syntax error') })
    expect(error.frame).toContain('> 2 |   b: ,')
    expect(problems).toHaveLength(1)
    expect(await tab.say('one')).toBe('before')
    await save('app.ts', appSaying('after'))
    await tab.waitFor(() => reloads.length > 0 && appErrorOf(tab) === null)
    expect(await tab.say('two')).toBe('after')
  })

  it('does not keep the server from starting', async () => {
    await save('app.ts', `import './gone'\n${appSaying('here')}`)
    const { open, problems, reloads } = await startDev()
    const tab = await open()
    expect(appErrorOf(tab)?.message).toContain(`Cannot find './gone'`)
    expect(problems).toHaveLength(1)
    await save('gone.ts', `export {}`)
    await tab.waitFor(() => reloads.length > 0 && appErrorOf(tab) === null)
    expect(await tab.say('one')).toBe('here')
  })

  it('that throws while it is loaded, is no app, or has no handler', async () => {
    await save('app.ts', `const key: string | undefined = undefined\n\nthrow new Error('no key')`)
    const { open, problems, reloads } = await startDev()
    const tab = await open()
    expect(appErrorOf(tab)).toMatchObject({ line: 3, message: expect.stringContaining('Error: no key') })
    expect(appErrorOf(tab)?.frame).toContain('> 3 | throw')
    await save('app.ts', `export default 5`)
    await tab.waitFor((shown) => appErrorOf(shown)?.message.includes('its default export is a number'))
    await save('app.ts', `import { createApp } from 'chatwright'\nexport default createApp()`)
    await tab.waitFor((shown) => appErrorOf(shown)?.message.includes('no handler'))
    await save('app.ts', `process.exit(1)`)
    await tab.waitFor((shown) => appErrorOf(shown)?.message.includes('ended while it was being loaded'))
    expect(problems).toHaveLength(4)
    expect(reloads).toEqual([])
    await save('app.ts', appSaying('well'))
    await tab.waitFor(() => reloads.length > 0)
    expect(await tab.say('one')).toBe('well')
  })
})

describe('a saved configuration', () => {
  it('makes another server on the same address and threads', async () => {
    await save('app.ts', appSaying('x'))
    await save('about.md', '# About')
    const { server, open, reloads, problems } = await startDev()
    const tab = await open()
    await tab.say('one')
    expect(hasReadme(tab)).toBe(false)
    const { url } = server.server
    await save('chatwright.config.ts', `export default { stop: { graceMs: 123 }, prot: 1 }`)
    await tab.waitFor(() => problems.length > 0)
    expect(problems[0]?.message).toContain(`There is no option 'prot'`)
    expect(await tab.say('two')).toBe('x')
    await save('chatwright.config.ts', `export default { stop: { graceMs: 123 }, readme: './about.md' }`)
    await tab.waitFor(() => reloads.length > 0)
    expect(server.server.config.stop).toEqual({ graceMs: 123 })
    expect(server.server.url).toBe(url)
    await tab.reconnect()
    expect(await tab.say('three')).toBe('x')
    expect(tab.messages).toHaveLength(6)
    expect(hasReadme(tab)).toBe(true)
    expect(await readme(server)).toEqual({ text: '# About' })
  })
})

it('survives a configuration it cannot serve with, and comes back when that is mended', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  closing.push(async () => void taken.close())
  const { port } = taken.address() as { port: number }
  await save('app.ts', appSaying('x'))
  await save('chatwright.md', '# Ours')
  await save('chatwright.config.ts', `export default { port: 0, spare: false, readme: false }`)
  const { server, open, reloads, problems } = await startDev({ port: undefined })
  const tab = await open()
  await tab.say('one')
  expect(hasReadme(tab)).toBe(false)
  expect((await fetchReadme(server)).status).toBe(404)
  await save('chatwright.config.ts', `export default { port: ${port}, spare: false }`)
  await tab.waitFor(() => problems.length > 0)
  expect(problems[0]?.message).toContain(`Port ${port} is taken`)
  await save('chatwright.config.ts', `export default { port: 0, spare: false } // again`)
  await tab.waitFor(() => reloads.length > 0)
  const later = await open(tab.threadId)
  expect(later.text).toBe('You: one\nApp: x')
  expect(hasReadme(later)).toBe(true)
  expect(server.server.isBroken).toBe(false)
})

it('leaves no bundle behind', async () => {
  await save('app.ts', appSaying('x'))
  const { server } = await startDev()
  expect(await readdir(join(folder, '.chatwright/cache'))).toEqual([String(process.pid)])
  await closing.pop()?.()
  expect(await readdir(join(folder, '.chatwright/cache'))).toEqual([])
  expect(server.server.isBroken).toBe(false)
})
