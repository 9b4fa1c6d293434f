import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ChatwrightError } from '@chatwright/protocol'
import { defineConfig } from './define-config.ts'
import { loadConfig, loadDotEnv } from './load.ts'
import type { ChatwrightConfig, ResolvedConfig } from './options.ts'

let folder: string

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'chatwright-config-')))
  vi.stubEnv('PORT', undefined)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

async function load(flags: ChatwrightConfig = {}, file?: string): Promise<ResolvedConfig> {
  if (file !== undefined) await writeFile(join(folder, 'chatwright.config.ts'), file)
  const { config } = await loadConfig({
    appFile: join(folder, 'app.ts'),
    mode: 'start',
    flags,
    doors: new Map(),
  })
  return config
}

async function problemOf(flags: ChatwrightConfig, file?: string): Promise<string> {
  const error: unknown = await load(flags, file).then(
    () => null,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(ChatwrightError)
  const { code, message, fix } = error as ChatwrightError
  return `${code}: ${message.replaceAll(`${folder}/`, '')} ${fix}`
}

describe('where an option comes from', () => {
  it('needs no file', async () => {
    expect(await load()).toMatchObject({
      port: 8000,
      host: '127.0.0.1',
      isolation: 'worker',
      dataFolder: join(folder, '.chatwright'),
      showErrors: false,
    })
  })

  it('takes the command line before the environment, that before the file, that before the default', async () => {
    const file = `export default { port: 1, workers: 2, basePath: '/chat', stop: { graceMs: 50 } }`
    vi.stubEnv('PORT', '3')
    vi.stubEnv('CHATWRIGHT_WORKERS', '4')
    expect(await load({ port: 5 }, file)).toMatchObject({
      port: 5,
      workers: 4,
      basePath: '/chat',
      stop: { graceMs: 50 },
      drainMs: 5_000,
    })
  })

  it('takes undefined as nothing said', async () => {
    expect(await load({ workers: undefined }, `export default { port: undefined, workers: 3 }`)).toMatchObject({
      port: 8000,
      workers: 3,
    })
  })

  it('reads TypeScript, and a data folder relative to the file', async () => {
    const config = await load({}, `const dataDir: string = 'data'\nexport default { dataDir }`)
    expect(config.dataFolder).toBe(join(folder, 'data'))
  })

  it('takes another readme, or none', async () => {
    expect((await load()).readme).toBe('chatwright.md')
    expect((await load({}, `export default { readme: './about.md' }`)).readme).toBe('./about.md')
    await rm(join(folder, 'chatwright.config.ts'))
    expect((await load({ readme: false })).readme).toBe(false)
    expect(await problemOf({}, `export default { readme: true }`)).toContain('readme must be')
  })

  it('reads a .env beside the app again and again, and never touches what was set from outside', async () => {
    vi.stubEnv('FROM_OUTSIDE', 'outside')
    vi.stubEnv('FROM_FILE', undefined)
    await writeFile(join(folder, '.env'), `FROM_OUTSIDE=file\nFROM_FILE=1\nPORT=4321\n`)
    loadDotEnv(join(folder, 'app.ts'))
    expect([process.env['FROM_OUTSIDE'], process.env['FROM_FILE'], (await load()).port]).toEqual(['outside', '1', 4321])
    await writeFile(join(folder, '.env'), `FROM_FILE=2\n`)
    loadDotEnv(join(folder, 'app.ts'))
    expect([process.env['FROM_FILE'], process.env['PORT']]).toEqual(['2', undefined])
    await rm(join(folder, '.env'))
    loadDotEnv(join(folder, 'app.ts'))
    expect([process.env['FROM_OUTSIDE'], process.env['FROM_FILE']]).toEqual(['outside', undefined])
  })
})

describe('the doors for others than people', () => {
  const token = 'a-token-of-at-least-32-characters-x'
  const other = 'another-token-of-32-characters-or-so'

  it('are shut unless something is said', async () => {
    expect(await load()).toMatchObject({ metrics: null, api: null })
    expect(await load({}, `export default { metrics: false }`)).toMatchObject({ metrics: null })
  })

  it('open as the file says, and a flag takes no token away', async () => {
    const file = `export default { metrics: { path: '/inner', token: '${token}' }, api: { token: '${token}' } }`
    const wanted = { metrics: { path: '/inner', token }, api: { token } }
    expect(await load({}, file)).toMatchObject(wanted)
    expect(await load({ metrics: true }, file)).toMatchObject(wanted)
    vi.stubEnv('CHATWRIGHT_METRICS', 'yes')
    expect(await load({}, file)).toMatchObject(wanted)
    expect(await load({ metrics: false }, file)).toMatchObject({ metrics: null })
  })

  it('take their tokens from the environment before the file', async () => {
    vi.stubEnv('CHATWRIGHT_METRICS_TOKEN', other)
    vi.stubEnv('CHATWRIGHT_API_TOKEN', other)
    expect(await load()).toMatchObject({ metrics: { path: '/metrics', token: other }, api: { token: other } })
    const file = `export default { metrics: { path: '/inner', token: '${token}' }, api: { token: '${token}' } }`
    expect(await load({}, file)).toMatchObject({ metrics: { path: '/inner', token: other }, api: { token: other } })
    vi.stubEnv('CHATWRIGHT_METRICS', 'no')
    expect(await load({}, file)).toMatchObject({ metrics: null })
  })

  it('refuse a weak token without repeating it, and a path that is taken', async () => {
    const weak = 'hunter2-hunter2'
    const words = 'must be a text of at least 32 characters, and is one of 15'
    vi.stubEnv('CHATWRIGHT_API_TOKEN', weak)
    expect(await problemOf({})).toContain(`CHATWRIGHT_API_TOKEN ${words}`)
    vi.stubEnv('CHATWRIGHT_API_TOKEN', undefined)
    expect(await problemOf({}, `export default { api: { token: '${weak}' } }`)).toContain(`api.token ${words}`)
    expect(await problemOf({}, `export default { metrics: { token: '${weak}' } }`)).toContain(`metrics.token ${words}`)
    expect(await problemOf({}, `export default { metrics: { path: '/api/x' } }`)).toContain('a path that nothing else')
    expect(await problemOf({}, `export default { metrics: { pth: '/x' } }`)).toContain("Did you mean 'path'?")
    expect(await problemOf({}, `export default { metrics: 1 }`)).toContain('metrics must be true, false or an object')
    const misplaced = await problemOf({}, `export default { api: [{ token: '${token}' }] }`)
    expect(misplaced).not.toContain(token)
  })
})

describe('what is wrong with an option', () => {
  it('a name that is nearly one', async () => {
    expect(await problemOf({}, `export default { prot: 1 }`)).toBe(
      `bad_option: There is no option 'prot' (chatwright.config.ts). Did you mean 'port'?`,
    )
    expect(await problemOf({}, `export default { stop: { grace: 1 } }`)).toContain(`There is no option 'stop.grace'`)
  })

  it('a value of the wrong kind: expected and got', async () => {
    expect(await problemOf({}, `export default { port: '80' }`)).toBe(
      `bad_option: port must be a number, and is "80" (chatwright.config.ts). Change or remove port.`,
    )
    expect(await problemOf({}, `export default { port: 70000 }`)).toContain(`port must be 65535 or less, and is 70000`)
    expect(await problemOf({}, `export default { isolation: 'none' }`)).toContain(
      `isolation must be one of 'worker', 'process', 'inline', and is "none"`,
    )
    expect(await problemOf({}, `export default { stop: { graceMs: -1 } }`)).toContain(
      `stop.graceMs must be 0 or more, and is -1`,
    )
    expect(await problemOf({}, `export default { basePath: 'chat/' }`)).toContain(`a path such as '/chat'`)
  })

  it('a variable: under its own name', async () => {
    vi.stubEnv('PORT', 'eighty')
    expect(await problemOf({})).toBe(
      `bad_option: PORT must be a number, and is "eighty" (environment). Change or remove PORT.`,
    )
  })

  it('no options at all', async () => {
    expect(await problemOf({}, `export const port = 1`)).toContain('must give an object of options, and gives missing')
  })

  it('a file that throws', async () => {
    expect(await problemOf({}, `throw new Error('no key')`)).toContain(
      'failed while it was being loaded: Error: no key',
    )
  })
})

it('defineConfig gives back what it gets', () => {
  const config: ChatwrightConfig = { port: 1 }
  expect(defineConfig(config)).toBe(config)
})
