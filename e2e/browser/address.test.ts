import { fileURLToPath } from 'node:url'
import { startTestChat } from 'chatwright/testing'
import type { Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, pause, phone } from './lib.ts'

const app = fileURLToPath(new URL('../../examples/profiles/app.ts', import.meta.url))
const plain = fileURLToPath(new URL('../stop/apps/plain.ts', import.meta.url))
const browser = browserForTests()

it('EMBED-04. the address fills the composer: 1,000 characters at most, focused, nothing is sent', async () => {
  await using chat = await startTestChat(plain, { web: true })
  await using visitor = await browser.visit(chat.url)
  const words = `Was ist „C++ & Co“? ${'x'.repeat(1_500)}`
  const page = await visitor.open(`/?prompt=${encodeURIComponent(words)}&other=1`)
  await eventually(() => page.inputValue('#chat-input')).toBe(words.slice(0, 1_000))
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('chat-input')
  expect(new URL(page.url()).search).toBe('?other=1')
  await pause(500)
  await eventually(() => page.locator('.user').count()).toBe(0)

  // A draft is never lost to an address, and an empty prompt changes nothing.
  await page.fill('#chat-input', 'my draft')
  await pause(500)
  await page.goto(new URL('/?prompt=more', chat.url).href)
  await eventually(() => page.inputValue('#chat-input')).toBe('my draft\nmore')
  await pause(500)
  await page.goto(new URL('/?prompt=', chat.url).href)
  await eventually(() => page.inputValue('#chat-input')).toBe('my draft\nmore')
  await page.reload()
  await eventually(() => page.inputValue('#chat-input')).toBe('my draft\nmore')
})

it.each([{ width: 1280, height: 800 }, phone])(
  'READ-01. the readme in the reader’s language: $width',
  async (viewport) => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url, { viewport })
    const page = await visitor.open()
    if (viewport.width > 500) await page.locator('#readme-button').click()
    else {
      expect(await page.locator('#readme-button').isVisible()).toBe(false)
      await page.locator('#thread-menu').click()
      await page.getByRole('menuitem', { name: 'Readme' }).click()
    }
    await eventually(() => page.locator('.dialog.readme').innerText()).toContain('Three assistants')
    expect(await axeProblems(page)).toEqual([])
    await page.keyboard.press('Escape')
    await eventually(() => page.locator('.dialog.readme').count()).toBe(0)

    await using french = await browser.visit(chat.url, { locale: 'fr-FR' })
    const theirs = await french.open()
    await theirs.locator('#readme-button').press('Enter')
    await eventually(() => theirs.locator('.dialog.readme').innerText()).toContain('Trois assistants')
  },
)

it('READ-01, PROF-02, MSG-11. of HTML that wants to harm only the words are left, in a readme and in a profile', async () => {
  await using chat = await startTestChat(new URL('./apps/introduced/app.ts', import.meta.url), { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const isHarmless = async (place: Locator): Promise<void> => {
    await place.locator('b', { hasText: 'bold' }).waitFor()
    expect(await place.locator('script, img, iframe, [onclick], [onerror], a[href^="javascript"]').count()).toBe(0)
  }
  await isHarmless(page.locator('.profile-about'))
  await page.locator('.seg label', { hasText: 'Critic' }).hover()
  await isHarmless(page.locator('.profile-card .prose'))
  await page.locator('#readme-button').click()
  await isHarmless(page.locator('.dialog.readme .prose'))
  // A picture that was asked for before this has failed by now.
  await page.evaluate(() => fetch('/health').then((response) => response.text()))
  expect(await page.title()).not.toContain('taken')
})

it('READ-01. an app without one has no button, and none is given out by a wrong language', async () => {
  await using chat = await startTestChat(plain, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await page.locator('#chat-input').waitFor()
  await eventually(() => page.locator('#readme-button').count()).toBe(0)
  for (const language of ['en', '../../package', '%2e%2e%2fpackage']) {
    const response = await fetch(new URL(`api/readme?language=${language}`, chat.url))
    expect(response.status).toBe(404)
  }
})
