import { createApp } from 'chatwright'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, phone } from './lib.ts'

const browser = browserForTests()

const written = [
  'Look at **this** <b>tag</b> & `code`:',
  '',
  '```ts',
  'const one = 1 < 2',
  '```',
  '',
  '- tram',
  '- boat',
  'next line',
  '<img src=x onerror="document.title=1">',
].join('\n')

function appWith(markdown?: { user?: boolean; assistant?: boolean; math?: boolean }) {
  const app = createApp({ name: 'Ada', html: true, ...(markdown ? { markdown } : {}) })
  app.onMessage(async (_, chat) => {
    await chat.stream(['**bold** ', 'and\n  spaced <b>x</b>'])
    await chat.send({ code: 'const one = 1', language: 'ts' })
  })
  return app
}

async function saySo(page: Page): Promise<void> {
  await page.fill('#chat-input', written)
  await page.locator('#chat-submit').click()
  await page.locator('.turn .code').last().waitFor()
}

const bubble = (page: Page) => page.locator('.user .bubble')

it.each([
  { viewport: { width: 1280, height: 800 }, colorScheme: 'light' as const },
  { viewport: phone, colorScheme: 'dark' as const },
])(
  'MSG-09: what people say is Markdown, and never HTML, whatever the app allows itself: $colorScheme',
  async (options) => {
    await using chat = await startTestChat(appWith(), { web: true })
    await using visitor = await browser.visit(chat.url, options)
    const page = await visitor.open()
    await saySo(page)
    await eventually(() => bubble(page).locator('strong').innerText()).toBe('this')
    expect(await bubble(page).locator('.code code').innerText()).toContain('const one = 1 < 2')
    expect(await bubble(page).locator('li').count()).toBe(2)
    const text = await bubble(page).innerText()
    expect(text).toContain('<b>tag</b> & code')
    expect(text).toContain('<img src=x onerror="document.title=1">')
    expect(await bubble(page).locator('b, img').count()).toBe(0)
    expect(await axeProblems(page)).toEqual([])
    const { SHOTS } = process.env
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/user-markdown-${options.colorScheme}.png` })
    // What is edited and copied is what was written.
    await bubble(page).hover()
    await page.getByRole('button', { name: 'Edit' }).first().click()
    expect(await page.locator('.user textarea').inputValue()).toBe(written)
  },
)

it('MSG-09: switched off, words stand as they are written, on either side; code is code', async () => {
  await using chat = await startTestChat(appWith({ user: false, assistant: false }), { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await saySo(page)
  expect(await bubble(page).textContent()).toBe(written)
  expect(await bubble(page).locator('strong, code, li').count()).toBe(0)
  const { height } = (await bubble(page).boundingBox()) ?? { height: 0 }
  expect(height).toBeGreaterThan(written.split('\n').length * 18)
  await eventually(() => page.locator('.turn .plain').textContent()).toBe('**bold** and\n  spaced <b>x</b>')
  expect(await page.locator('.turn .code code').innerText()).toContain('const one = 1')
  expect(await axeProblems(page)).toEqual([])
})

it('MSG-10: with formulas switched off they stand as they are written, and what would set them is not loaded', async () => {
  const app = createApp({ name: 'Ada', markdown: { math: false } })
  app.onMessage(({ text }, chat) => chat.send(text))
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const formulas = '**Both** $e^{i}$ and $$x^2$$, \\(y\\) and \\[z\\]'
  await page.fill('#chat-input', formulas)
  await page.locator('#chat-submit').click()
  for (const place of [bubble(page), page.locator('.turn .prose')]) {
    await eventually(() => place.locator('strong').innerText()).toBe('Both')
    expect(await place.innerText()).toBe('Both $e^{i}$ and $$x^2$$, (y) and [z]')
    expect(await place.locator('.katex, .formula, .formula-source, .mathblock').count()).toBe(0)
  }
  expect(asked.filter((url) => /katex/i.test(url))).toEqual([])
})

it('MSG-09: the switch takes true and false', () => {
  expect(() => appWith({ user: 'no' as never })).toThrow('markdown')
  expect(() => appWith({ math: 1 as never })).toThrow('markdown')
  expect(() => createApp({ markdown: { people: true } as never })).toThrow('markdown')
})
