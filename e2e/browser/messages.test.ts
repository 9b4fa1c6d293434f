import { get } from 'node:http'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { answerText, browserForTests, eventually, say } from './lib.ts'

const browser = browserForTests()
const app = new URL('./apps/speakers.ts', import.meta.url)

/** What a path is answered with as it stands: a browser would tidy it up first. */
function statusOf(url: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { path }, (response) => resolve(response.resume().statusCode)).on('error', reject)
  })
}

const completed = (page: Page) => page.locator('.turn[data-state="completed"]').first().waitFor()

it('MSG-05: each author has a picture, a letter or the mark, also after a reload', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  // START-01: an icon may be a file beside the app; nothing else of the app's folder is served.
  const mark = page.locator('.starter img')
  await eventually(() => mark.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(24)
  for (const path of ['/public/../speakers.ts', '/public/%2e%2e/speakers.ts', '/public/.secret', '/public/']) {
    expect([path, await statusOf(chat.url, path)]).toEqual([path, 404])
  }
  await say(page, 'who is there?')
  await completed(page)
  const look = async (): Promise<void> => {
    const bylines = page.locator('.turn .byline b')
    await eventually(() => bylines.allInnerTexts()).toEqual([
      'Ada',
      'My Assistant v2.0',
      'Bea',
      'constructor',
      'Ada',
      'Ada',
    ])
    const pictures = page.locator('.turn img.face')
    expect(await pictures.count()).toBe(2)
    await eventually(() =>
      pictures.evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth > 0)),
    ).toEqual([true, true])
    expect(await page.locator('.turn .face.letter').allInnerTexts()).toEqual(['C'])
    expect(await page.locator('.turn > .cw-mark, .speaker > .cw-mark').count()).toBe(3)
    // MSG-06, MSG-07, MSG-04
    expect(await page.locator('.turn .trouble').innerText()).toContain('Not today.')
    expect(await page.getByRole('note', { name: 'Note of the system' }).innerText()).toBe('The shop closes at six.')
    expect(await page.locator('.user .bubble').allInnerTexts()).toEqual(['who is there?', 'As the person.'])
    await eventually(() => page.locator('.turn .code code').innerText()).toMatch(/"grüße": \[\s*1,\s*2\s*\]/)
    expect(await page.title()).not.toBe('ran')
  }
  await look()
  await page.reload()
  await look()
  expect(await axeProblems(page)).toEqual([])
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/speakers.png` })
})

it('MSG-05: a picture is found by its name alone, and nothing in it runs when it is opened', async () => {
  await using chat = await startTestChat(app, { web: true })
  const at = (key: string) => fetch(new URL(`api/avatars/${key}`, chat.url))
  const found = await at('my_assistant_v2_0')
  expect(found.status).toBe(200)
  expect(found.headers.get('content-type')).toBe('image/svg+xml')
  expect(found.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
  for (const key of [
    '..%2f..%2fspeakers',
    '%2e%2e',
    'My%20Assistant%20v2.0',
    'my_assistant_v2_0.svg',
    '%00',
    'a'.repeat(5_000),
  ]) {
    expect((await at(key)).status, key).toBe(404)
  }
})

it('STEP-06, STEP-10: a step has its icon, and its input stands in colours above its output', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'think')
  await completed(page)
  await page.locator('.work-head').click()
  const row = page.locator('button.step-row', { hasText: 'Look it up' })
  await row.locator('svg path, svg circle').first().waitFor({ state: 'attached' })
  await row.click()
  const panes = page.locator('.step-pane')
  await panes.first().locator('.code span[class]').first().waitFor()
  expect(await panes.allInnerTexts()).toEqual([
    expect.stringMatching(/^Input[^]*Python[^]*print\("shown question"\)/),
    expect.stringMatching(/^Output\s+shown answer$/),
  ])
})

it.each([
  ['open', ['secret plan', 'Look it up'], /secret thought/],
  ['tools', ['Look it up'], /shown answer/],
  ['closed', [], null],
] as const)(
  'STEP-11: the profile %s shows %j, and of the others nothing comes to the page',
  async (profile, names, seen) => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url)
    const page = await visitor.open('/?profile=' + profile)
    let received = ''
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => (received += payload.toString())))
    await page.reload()
    await page.locator('#chat-input').waitFor()
    await say(page, 'think')
    await completed(page)
    expect(await answerText(page)).toBe('Thought.')
    const look = async (): Promise<void> => {
      if (names.length > 0) await page.locator('.work-head').click()
      expect(await page.locator('.step .label').allInnerTexts()).toEqual(names)
      expect(received).toContain('Thought.')
      if (seen) expect(received).toMatch(seen)
      if (profile !== 'open') expect(received).not.toContain('secret')
      if (profile === 'closed') expect(received).not.toMatch(/shown|Look it up/)
    }
    await look()
    received = ''
    await page.reload()
    await completed(page)
    await look()
    const exported = await (
      await fetch(new URL(`api/threads/${await threadOf(page)}/export?format=json`, chat.url))
    ).text()
    expect(exported).toContain('Thought.')
    expect(exported.includes('secret')).toBe(profile === 'open')
    expect(exported.includes('shown answer')).toBe(profile !== 'closed')
    // The store has all of them, whoever sees them.
    const stored = await chat.stored(await threadOf(page))
    expect(stored?.steps.map(({ name, output }) => [name, output.text])).toEqual([
      ['secret plan', 'secret thought'],
      ['Look it up', 'shown answer'],
    ])
  },
)

it('MSG-14: that something is coming shows within half a second, and not beside a step at work', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await page.locator('#chat-input').waitFor()
  await say(page, 'slow')
  await page.locator('.turn .caret.alone').waitFor({ timeout: 500 })
  await page.click('#stop-button')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  expect(await page.locator('.caret').count()).toBe(0)

  // Whoever is asked something is not made to wait meanwhile.
  await say(page, 'ask')
  const caret = page.locator('.turn').last().locator('.caret.alone')
  await page.getByRole('button', { name: 'Yes' }).waitFor()
  expect(await caret.count()).toBe(0)
  await page.getByRole('button', { name: 'Yes' }).click()
  await caret.waitFor()
  expect(await page.getByRole('button', { name: 'Yes' }).isDisabled()).toBe(true)
  await page.click('#stop-button')
  await eventually(() => caret.count()).toBe(0)
})

it('STEP-07, STEP-12, MSG-14: arguments come into the input as they are said, then the output, then what the model used', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'arguments')
  const body = page.locator('.step-body')
  const texts: string[] = []
  await eventually(async () => {
    texts.push(await body.innerText().catch(() => ''))
    return page.locator('.step[data-state="done"]').count()
  }).toBe(1)
  const first = texts.findIndex((text) => text.includes('{"place":'))
  const whole = texts.findIndex((text) => text.includes('"day": 6}'))
  const out = texts.findIndex((text) => text.includes('Two results.'))
  expect(first).toBeGreaterThan(-1)
  expect(whole).toBeGreaterThan(first)
  expect(out).toBeGreaterThan(whole)
  // Something more is coming, and no step says so any more.
  await page.locator('.turn .caret.alone').waitFor({ timeout: 900 })
  await completed(page)
  expect(await page.locator('.caret').count()).toBe(0)
  await page.reload()
  await completed(page)
  // Unfolded from the start, it stays so.
  await body.waitFor()
  expect(await page.locator('.step-facts').innerText()).toBe(
    'Someone small-1 · 1,200 tokens in · 7 tokens out · first after 0.3 s · 2.0 s in all',
  )
  expect(await page.content()).not.toContain('never shown')
  const exported = await (
    await fetch(new URL(`api/threads/${await threadOf(page)}/export?format=json`, chat.url))
  ).text()
  expect(exported).toContain('"looked-up"')
  expect(exported).not.toContain('never shown')
  expect(await axeProblems(page)).toEqual([])
})

it('MSG-14: beside a step at work nothing else says that something is coming', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'arguments')
  await page.locator('.step[data-state="running"]').waitFor()
  expect(await page.locator('.caret.alone').count()).toBe(0)
  await page.click('#stop-button')
  await page.locator('.turn[data-state="stopped"]').waitFor()
})

async function threadOf(page: Page): Promise<string> {
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}
