import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { bundle } from '../app/bundle.ts'
import { packageFolder } from '../package-folder.ts'
import { openTestTab } from '../testing/open-test-tab.ts'

// Each test starts processes, and a busy machine takes its time.
vi.setConfig({ testTimeout: 90_000 })

let cli: string
let folder: string
const running: ChildProcess[] = []

beforeAll(async () => {
  const root = packageFolder()
  const outputFolder = join(root, 'node_modules/.cache/chatwright-cli')
  const { entries } = await bundle({
    entries: { cli: join(root, 'src/cli/main.ts') },
    outputFolder,
    doors: new Map(),
    conditions: ['source'],
  })
  cli = join(outputFolder, 'run.mjs')
  await writeFile(
    cli,
    `import { main } from ${JSON.stringify(entries['cli']?.href)}\nawait main(process.argv.slice(2))\n`,
  )
})

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'chatwright-cli-')))
})

afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const good = `
import { createApp } from 'chatwright'
const app = createApp({ name: 'App' })
app.onMessage(async (message, chat) => { await chat.send('You said ' + message.text) })
export default app
`

interface Ran {
  child: ChildProcess
  /** All it said so far. */
  output(): string
  /** Waits until it said something that matches. */
  said(pattern: RegExp): Promise<RegExpExecArray>
  /** Its exit code, when it has ended. */
  code: Promise<number | null>
}

function run(...args: string[]): Ran {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { ...process.env, PORT: '', CI: '1' },
  })
  running.push(child)
  let text = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => {
      text += String(data)
      for (const look of listeners) look()
    })
  }
  const code = new Promise<number | null>((resolve) => child.on('close', resolve))
  return {
    child,
    code,
    output: () => text,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(text)
          if (match) resolve(match)
        }
        listeners.add(look)
        look()
        void code.then((value) => reject(new Error(`It ended with code ${value} and said:\n${text}`)))
        setTimeout(() => reject(new Error(`It never said ${pattern}, but:\n${text}`)), patienceMs).unref()
      }),
  }
}

async function failed(...args: string[]): Promise<{ code: number | null; output: string }> {
  const { code, output } = run(...args)
  return { code: await code, output: output() }
}

/** How long it is waited for what a process says. */
const patienceMs = 40_000

const address = /Chatwright is at (http:\S+) \(ready in \d+ ms\)/

describe('what it does not understand', () => {
  it('a command, a flag, a value: says what was meant, and ends with 2 or 1', async () => {
    expect(await failed('strat')).toEqual({
      code: 2,
      output: `There is no command 'strat'.\nDid you mean 'chatwright start'?\n`,
    })
    expect(await failed('start', '--prot', '1')).toEqual({
      code: 2,
      output: `There is no flag --prot.\nDid you mean --port?\n`,
    })
    expect(await failed('start', '--port')).toMatchObject({ code: 2 })
    await writeFile(join(folder, 'app.ts'), good)
    expect(await failed('start', '--port', 'x')).toEqual({
      code: 1,
      output: `--port must be a number, and is "x" (command line).\nChange or remove --port.\n`,
    })
  })

  it('tells its version and its use', async () => {
    const { version } = JSON.parse(await readFile(join(packageFolder(), 'package.json'), 'utf8')) as { version: string }
    expect(await failed('--version')).toEqual({ code: 0, output: `${version}\n` })
    const help = await failed('--help')
    expect(help.code).toBe(0)
    expect(help.output).toMatch(/dev[^]*start[^]*init/)
    expect((await failed('start', '--help')).output).toContain('--isolation')
  })
})

it('an old Node is told that it is too old, whatever is asked', async () => {
  const old = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.20.0'}})`
  const child = spawn(process.execPath, ['--import', old, join(packageFolder(), 'bin/chatwright.js'), 'start'])
  let said = ''
  child.stderr.on('data', (data: Buffer) => (said += String(data)))
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect(code).toBe(1)
  expect(said).toContain('Chatwright needs Node 20.19, 22.12 or newer, and this is Node 18.20.0.')
})

describe('start', () => {
  it('serves an app, and ends with 0 when it is told to', async () => {
    await writeFile(join(folder, 'app.ts'), good)
    const { said, child, code } = run('start', 'app.ts', '--port', '0', '--headless')
    const [, url] = (await said(address)) as unknown as [string, string]
    await using tab = await openTestTab({ url })
    expect(await tab.say('hi')).toBe('You said hi')
    child.kill('SIGTERM')
    expect(await code).toBe(0)
    expect((await readdir(join(folder, '.chatwright'))).filter((name) => name.endsWith('.db'))).toHaveLength(1)
  })

  it('says which file is missing, and which was meant', async () => {
    await writeFile(join(folder, 'app.ts'), good)
    expect(await failed('start', 'ap.ts')).toEqual({
      code: 1,
      output: `There is no file ap.ts.\nDid you mean app.ts?\n`,
    })
    await mkdir(join(folder, 'sub'))
    expect((await failed('start', 'sub')).output).toBe(
      `sub is a folder, and the app is a file.\nName the file that exports the app.\n`,
    )
  })

  it('refuses a syntax error with its place, and an app without a handler', async () => {
    await writeFile(join(folder, 'app.ts'), `const a = {\n  b: ,\n}`)
    expect(await failed('start', 'app.ts', '--port', '0')).toEqual({
      code: 1,
      output: `Syntax error in app.ts: Unexpected token.\n\napp.ts:2\n  1 | const a = {\n> 2 |   b: ,\n    |      ^\n  3 | }\n\n`,
    })
    await writeFile(join(folder, 'app.ts'), `import { createApp } from 'chatwright'\nexport default createApp()`)
    const { code, output } = await failed('start', 'app.ts', '--port', '0', '--log-level', 'silent')
    expect(code).toBe(1)
    expect(output).toMatch(/^The app has no handler[^]*app\.onMessage/)
  })

  it('says that a port is taken', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    await writeFile(join(folder, 'app.ts'), good)
    const { code, output } = await failed('start', 'app.ts', '--port', String(port))
    server.close()
    expect(code).toBe(1)
    expect(output).toContain(`Port ${port} is taken`)
    expect(output).toContain('--port')
  })

  it('refuses a data folder that another process has', async () => {
    await writeFile(join(folder, 'app.ts'), good)
    const first = run('start', 'app.ts', '--port', '0')
    await first.said(address)
    const { code, output } = await failed('start', 'app.ts', '--port', '0')
    expect(code).toBe(1)
    expect(output).toContain(join(folder, '.chatwright'))
  })
})

describe('dev', () => {
  it('stays up over a syntax error, shows it, and reloads when it is mended', async () => {
    await writeFile(join(folder, 'app.ts'), good)
    const { said, child, code, output } = run('dev', 'app.ts', '--port', '0')
    const [, url] = (await said(address)) as unknown as [string, string]
    await writeFile(join(folder, 'app.ts'), good.replace('await chat', 'await = chat'))
    await said(/Syntax error in app\.ts[^]*> 4 \|/)
    await writeFile(join(folder, 'app.ts'), good.replace('You said', 'I heard'))
    await said(/Reloaded after a change of app\.ts, in \d+ ms/)
    await using tab = await openTestTab({ url })
    expect(await tab.say('hi')).toBe('I heard hi')
    child.kill('SIGINT')
    expect(await code).toBe(0)
    expect(output()).not.toContain('"level"')
  })
})

describe('init', () => {
  it('writes an app that runs as it stands, and keeps what is there', async () => {
    await mkdir(join(folder, 'My App'))
    await writeFile(join(folder, 'My App/README.md'), 'mine')
    const { code, output } = await failed('init', 'My App')
    expect(code).toBe(0)
    expect(output).toContain('kept  README.md')
    expect(output).toContain('wrote app.ts')
    expect(output).toContain('wrote .gitignore')
    expect(await readFile(join(folder, 'My App/README.md'), 'utf8')).toBe('mine')
    expect(JSON.parse(await readFile(join(folder, 'My App/package.json'), 'utf8'))).toMatchObject({ name: 'my-app' })

    const { said } = run('dev', 'My App/app.ts', '--port', '0')
    const [, url] = (await said(address)) as unknown as [string, string]
    await using tab = await openTestTab({ url })
    await tab.waitFor('Hello!')
    const run1 = await tab.send('hi')
    await tab.waitFor('You said: hi')
    await tab.stop()
    expect((await run1.ended()).state).toBe('stopped')
  })
})
