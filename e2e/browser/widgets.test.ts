import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { CommandLine } from './command-line.ts'
import { axeProblems } from './axe.ts'
import { answers, browserForTests, eventually, pause, phone, say } from './lib.ts'

const app = fileURLToPath(new URL('./apps/widgets/app.ts', import.meta.url))
const browser = browserForTests()

const inside = (page: Page, component: string) => page.frameLocator(`iframe[title="${component}"]`)

/** By key: a pointer may miss what is still finding its place, in a frame of another process. */
async function press(page: Page, name: string): Promise<void> {
  await inside(page, 'Counter').getByRole('button', { name }).press('Enter')
}

const result = (page: Page) => inside(page, 'Counter').locator('#result').innerText()
const output = (page: Page) => inside(page, 'Counter').locator('output').textContent()
const heightOf = (page: Page) => page.locator('iframe').evaluate((frame) => frame.clientHeight)

/** What a frame is refused is told in its console. */
const refusals = [
  /console: .*(?:Content Security Policy|sandbox|Blocked|blocked|Unsafe|denied)/,
  /ERR_BLOCKED_BY_|request failed: http/,
]

it.each([
  { viewport: { width: 1280, height: 800 }, colorScheme: 'light' as const },
  { viewport: phone, colorScheme: 'dark' as const },
])(
  'CEL-01, 02: drawn as the page looks, by its props, and other props change it in its place: $colorScheme',
  async (options) => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url, options)
    const page = await visitor.open()
    await say(page, 'counter ten')
    const card = inside(page, 'Counter').locator('.card')
    await eventually(() => output(page)).toMatch(/^0, \d/)
    const mounted = await card.getAttribute('data-mounted')
    await eventually(() => output(page)).toBe('0, 10 of 10')
    expect(await card.getAttribute('data-mounted')).toBe(mounted)

    // As high as its content, and as the page looks.
    await eventually(
      async () => (await heightOf(page)) - (await card.evaluate((one) => one.clientHeight)),
    ).toBeLessThan(12)
    const ink = (at: Element) => getComputedStyle(at).color
    await eventually(() =>
      card.evaluate(() => document.fonts.check(`16px 'Hanken Grotesk Variable'`, 'a') && document.fonts.size),
    ).toBe(1)
    expect(await card.evaluate(ink)).toBe(await page.locator('.turn').first().evaluate(ink))
    expect(await axeProblems(page)).toEqual([])
    const { SHOTS } = process.env
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/widgets-${options.colorScheme}.png` })

    // Everything in it is reached with the keyboard, and left again.
    await page.locator('iframe').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await eventually(() => output(page)).toBe('1, 10 of 10')
    await eventually(async () => {
      await page.keyboard.press('Tab')
      return page.evaluate(() => document.activeElement?.tagName)
    }).not.toBe('IFRAME')
  },
)

it('CEL-03: what it keeps is there after a reload, for everybody; what it takes away is gone', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'counter')
  for (let time = 0; time < 3; time++) await press(page, 'More')
  await eventually(() => output(page)).toBe('3, ')
  await eventually(() => result(page)).toBe('null')
  const other = await visitor.open(new URL(page.url()).pathname)
  await eventually(() => output(other)).toBe('3, ')
  await press(other, 'More')
  await eventually(() => output(page)).toBe('4, ')

  await press(page, 'Too much')
  await eventually(() => result(page)).toContain('refused: More than 100000 characters')
  // What was not kept is not shown.
  await eventually(() => output(page)).toBe('4, ')
  await page.reload()
  await eventually(() => output(page)).toBe('4, ')
  await press(page, 'Remove')
  await eventually(() => page.locator('iframe').count()).toBe(0)
  await eventually(() => other.locator('iframe').count()).toBe(0)
  await page.reload()
  await page.locator('.turn').first().waitFor()
  expect(await page.locator('iframe').count()).toBe(0)
})

it('CEL-01, SIDE-02: in the panel, on a page of its own, and as a canvas whose props change under its reader', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const drawn = (name: string) => inside(page, name).locator('output').textContent()
  await say(page, 'places')
  // What comes for the panel opens it.
  await eventually(() => drawn('Beside')).toBe('3, beside')
  expect(await page.locator('.panel iframe[title="Beside"]').count()).toBe(1)
  await page.getByRole('button', { name: 'Alone', exact: true }).click()
  await eventually(() => drawn('Alone')).toBe('5, alone')
  await inside(page, 'Alone').getByRole('button', { name: 'More' }).press('Enter')
  await eventually(() => drawn('Alone')).toBe('6, alone')
  expect(await page.locator('#element-view iframe').count()).toBe(1)
  await page.getByRole('button', { name: 'Back to the conversation' }).click()
  await page.getByRole('button', { name: 'Beside', exact: true }).click()
  await eventually(() => drawn('Beside')).toBe('3, beside')

  await say(page, 'canvas')
  await eventually(() => drawn('Drawing')).toBe('0, new')
  const card = inside(page, 'Drawing').locator('.card')
  const mounted = await card.getAttribute('data-mounted')
  await inside(page, 'Drawing').getByRole('button', { name: 'More' }).press('Enter')
  await eventually(() => drawn('Drawing')).toBe('1, new')
  await page.getByRole('button', { name: 'Yes' }).click()
  await eventually(() => drawn('Drawing')).toBe('1, drawn')
  expect(await card.getAttribute('data-mounted')).toBe(mounted)
  const width = await page.locator('.side.is-canvas .panel').evaluate((panel) => panel.clientWidth / innerWidth)
  expect(Math.abs(width - 0.5)).toBeLessThan(0.02)
})

it('CEL-04: a call of an action gives what its handler gives back, and rejects when that fails, is stopped or is not there', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'counter')
  for (let time = 0; time < 2; time++) await press(page, 'More')
  await eventually(() => output(page)).toBe('2, ')
  await press(page, 'Double')
  await eventually(() => result(page)).toBe('{"doubled":4}')
  await press(page, 'Wrong')
  await eventually(() => result(page)).toContain("refused: The payload of the action 'double' is not as declared")
  await press(page, 'Fail')
  await eventually(() => result(page)).toBe('refused: The shelf fell down.')
  await press(page, 'Undeclared')
  await eventually(() => result(page)).toContain('refused: The app has no action undeclared.')
  await press(page, 'Slow')
  await page.getByRole('button', { name: /^Stop/ }).first().click()
  await eventually(() => result(page)).toBe('refused: The action was stopped.')
})

it('CEL-09: the app has a function of an element run, and gets what it gives back, or why it failed', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'counter')
  await press(page, 'More')
  await eventually(() => output(page)).toBe('1, ')
  const mounted = await inside(page, 'Counter').locator('.card').getAttribute('data-mounted')
  await say(page, 'call count')
  await page.locator('.turn').last().locator('code').waitFor()
  expect(JSON.parse((await page.locator('.turn').last().locator('code').textContent()) ?? '')).toEqual({
    count: 1,
    args: { from: 'Ada' },
    mounted,
  })
  await say(page, 'call broken')
  await eventually(() => page.locator('.turn').last().innerText()).toContain('failed: The spring broke.')

  // Called before it is there: a page that is loaded anew runs it, too.
  await say(page, 'call endless')
  const waiting = () => inside(page, 'Counter').locator('#waiting').innerText()
  await eventually(waiting).toBe('at work')
  await page.reload()
  await eventually(waiting).toBe('at work')
  await page.getByRole('button', { name: /^Stop/ }).first().click()
  await eventually(waiting).toBe('aborted')
  await eventually(() => page.locator('.turn').last().innerText()).toContain('Stopped')

  // Gone with its element.
  await press(page, 'Remove')
  await eventually(() => page.locator('iframe').count()).toBe(0)
  await say(page, 'call count')
  await pause(300)
  expect(await page.locator('.turn').last().locator('code').count()).toBe(0)
  await page.evaluate(() => {
    const { chatwright } = window as unknown as { chatwright: { registerFunction(name: string, run: unknown): void } }
    chatwright.registerFunction('count', (args: { from: string }) => `the page itself, for ${args.from}`)
  })
  await eventually(() => page.locator('.turn').last().innerText()).toContain('the page itself, for Ada')
})

it('CEL-05: what it says for the person is a message of theirs, and is answered', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'counter')
  await press(page, 'Say')
  await eventually(() => answers(page).last().innerText()).toContain('You said: count is 0')
  expect(await page.locator('#log').innerText()).toContain('count is 0')
  await press(page, 'Find')
  await eventually(() => answers(page).last().innerText()).toContain('You chose: find')
  expect(await page.locator('.user .command-span').innerText()).toBe('Find')
  await press(page, 'Hide')
  await eventually(() => result(page)).toBe('refused: The app offers no command hide.')
  // There is no question that it could answer.
  await press(page, 'Submit')
  await eventually(() => result(page)).toBe('refused: No question waits for this element.')
})

it('CEL-06, ASK-04: a question is answered by an element, checked on the server, and goes with its answer', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'form')
  const form = inside(page, 'Form')
  const book = form.getByRole('button', { name: 'Book' })
  await form.getByLabel('Name').fill('Ada')
  expect(await book.isDisabled()).toBe(true)
  // A reload loses no question.
  await page.reload()
  await form.getByLabel('Name').fill('Ada')
  await form.getByLabel('Seats').fill('9')
  expect(await axeProblems(page)).toEqual([])
  await book.press('Enter')
  await eventually(() => page.locator('#log').innerText()).toContain('Six at most.')
  await form.getByLabel('Name').fill('Ada')
  await form.getByLabel('Seats').fill('4')
  await book.press('Enter')
  await eventually(() => page.locator('#log').innerText()).toContain('Ada and 3 more.')
  expect(await page.locator('iframe').count()).toBe(0)
  expect(await page.locator('.ask').allInnerTexts()).toEqual(['Answered.', 'Answered.'])

  await say(page, 'form')
  await form.getByRole('button', { name: 'Nobody' }).press('Enter')
  await eventually(() => page.locator('#log').innerText()).toContain('Nobody.')
  expect(await page.locator('iframe').count()).toBe(0)
  await page.reload()
  await eventually(() => page.locator('#log').innerText()).toContain('Nobody.')
  expect(await page.locator('iframe').count()).toBe(0)

  // Stop ends a question as it ends everything.
  await say(page, 'form')
  await form.getByLabel('Name').waitFor()
  await page.getByRole('button', { name: /^Stop/ }).first().click()
  await eventually(() => page.locator('iframe').count()).toBe(0)
})

it('CEL-08: it reaches neither the page nor any server, and another host hears nothing', async () => {
  const heard: string[] = []
  const another = createServer((request, response) => {
    heard.push(request.url ?? '')
    response.setHeader('access-control-allow-origin', '*').end('taken')
  })
  another.on('upgrade', (request, socket) => {
    heard.push(`socket ${request.url}`)
    socket.destroy()
  })
  await new Promise<void>((resolve) => another.listen(0, '127.0.0.1', resolve))
  const host = `http://127.0.0.1:${(another.address() as AddressInfo).port}`
  try {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url, {
      expected: [...refusals, /request to another host/],
    })
    const page = await visitor.open()
    const address = page.url()
    await say(page, `show Escape ${host}`)
    const lines = (await inside(page, 'Escape').locator('#results').innerText()).split('\n')
    expect(lines).toHaveLength(17)
    expect(lines.filter((line) => !line.endsWith(': refused'))).toEqual([])
    expect(new URL(page.url()).origin).toBe(new URL(address).origin)

    await say(page, `show Away ${host}`)
    await pause(1_500)
    await say(page, 'still there')
    await eventually(() => answers(page).last().innerText()).toContain('You said: still there')
    expect(heard).toEqual([])

    // Opened by itself it is as shut.
    const alone = await visitor.open('/api/elements/Escape/frame')
    expect(await alone.evaluate(() => self.origin)).toBe('null')
  } finally {
    another.close()
  }
})

it('CEL-07: a package of npm, a module of the app and a style sheet come along', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'show Packaged')
  const price = inside(page, 'Packaged').getByText('EUR! 25')
  await price.waitFor()
  const looks = await price.evaluate((at) => {
    const { letterSpacing, color } = getComputedStyle(at)
    return { letterSpacing, hasColor: color !== getComputedStyle(document.body).color }
  })
  expect(looks).toEqual({ letterSpacing: '7px', hasColor: true })
})

it('CEL-08: one that says too much is closed, and the conversation goes on', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const startedAt = performance.now()
  await say(page, 'show Flood')
  for (const name of ['Calls', 'Sizes', 'Greetings']) {
    await inside(page, 'Flood').getByRole('button', { name }).press('Enter')
    const card = page.locator('.custom-failed')
    await card.waitFor()
    expect(await card.innerText()).toContain('It said too much at once, and was closed.')
    expect(await axeProblems(page)).toEqual([])
    await card.getByRole('button', { name: 'Try again' }).click()
  }
  // Of twenty thousand calls no more were made than are let through: thirty at once, and ten more with each second.
  const seconds = (performance.now() - startedAt) / 1_000
  const threadId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const runs = (await chat.stored(threadId))?.runs ?? []
  expect(runs.some(({ kind }) => kind === 'action')).toBe(true)
  expect(runs.filter(({ kind }) => kind === 'action').length).toBeLessThanOrEqual(30 + 10 * seconds)
  await say(page, 'still there')
  await eventually(() => answers(page).last().innerText()).toContain('You said: still there')
})

it('CEL-08: what no element says is answered with nothing, or with why it cannot be', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'show Odd')
  await inside(page, 'Odd').getByRole('button').press('Enter')
  await pause(500)
  await say(page, 'still there')
  await eventually(() => answers(page).last().innerText()).toContain('You said: still there')
  expect(await heightOf(page)).toBe(4_000)
  expect(await page.evaluate(() => 'taken' in {})).toBe(false)
  await page.reload()
  await inside(page, 'Odd').getByRole('button').waitFor()
})

it('CEL-08: one that is higher than a frame may be scrolls; one that cannot be drawn, or is not there, says so', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { expected: [/No drawing today/, /404/] })
  const page = await visitor.open()
  await say(page, 'show Tall')
  await eventually(() => heightOf(page)).toBe(4_000)
  await inside(page, 'Tall').getByRole('button').focus()
  expect(
    await inside(page, 'Tall')
      .locator('body')
      .evaluate((body) => body.scrollTop + document.documentElement.scrollTop),
  ).toBeGreaterThan(0)

  await say(page, 'show Throws')
  const card = page.locator('.custom-failed').last()
  await eventually(() => card.innerText()).toContain('No drawing today.')
  // Letter case included.
  await say(page, 'show counter2')
  await eventually(() => page.locator('.custom-failed').last().innerText()).toContain(
    'There is no custom element of this name.',
  )
  await say(page, 'show COUNTER')
  await eventually(() => page.locator('.custom-failed').count()).toBe(3)
  await say(page, 'huge')
  await eventually(() => page.locator('.turn .trouble').innerText()).toContain('more than 100000 characters')
  expect(await axeProblems(page)).toEqual([])
})

const source = (words: string) => `import { words } from './words.ts'
export default function Card({ name }: { name: string }) {
  return <p className="badge">${words} {words} {name}</p>
}
`
const appOf = `import { createApp, custom } from 'chatwright'
const app = createApp({ name: 'Draft' })
app.onMessage(async (message, chat) => {
  await chat.send('', { elements: [custom('Card', { name: 'Ada' }), custom('Other', {})] })
})
export default app
`

it('CEL-01: while it is written, each save is drawn; a mistake is shown with its place, alone, and gone when it is mended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatwright-e2e-'))
  const save = (name: string, text: string): void => writeFileSync(join(folder, name), text)
  try {
    mkdirSync(join(folder, 'elements'))
    save('app.ts', appOf)
    save('elements/Card.tsx', source('one'))
    save('elements/Other.tsx', 'export default function Other() { return <i>here</i> }')
    save('elements/words.ts', `export const words = 'first'`)
    await using server = await CommandLine.run('dev', join(folder, 'app.ts'))
    await using visitor = await browser.visit(server.url)
    const page = await visitor.open()
    await say(page, 'hello')
    const card = () => inside(page, 'Card').locator('p').innerText()
    const isOther = () => inside(page, 'Other').locator('i').innerText()
    await eventually(card).toBe('one first Ada')

    save('elements/words.ts', `export const words = 'second'`)
    await eventually(card).toBe('one second Ada')
    save('elements/Card.tsx', source('<b>two'))
    const trouble = page.locator('.custom-failed')
    await trouble.waitFor()
    expect(await trouble.innerText()).toContain('Card could not be loaded.')
    expect(await trouble.locator('pre').innerText()).toContain('<b>two {words} {name}</p>')
    expect(await axeProblems(page)).toEqual([])
    expect(await isOther()).toBe('here')
    expect(server.output).toContain('a custom element cannot be shown')
    save('elements/Card.tsx', source('two'))
    await eventually(card).toBe('two second Ada')

    // What stays on the server is not to be had, and said so.
    save('elements/Card.tsx', `import 'node:fs'\n${source('three')}`)
    await eventually(() => trouble.innerText()).toContain("'node:fs' is Node's")
    save('elements/Card.tsx', source('three'))
    await eventually(card).toBe('three second Ada')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
