import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CommandLine } from './command-line.ts'
import { answers, answerText, eventually, hasSaid, pause, phone, say, browserForTests } from './lib.ts'

const browser = browserForTests()
const app = new URL('./apps/talk.ts', import.meta.url)

/** Waits until the last answer is there and the composer is idle. */
async function finished(page: Page): Promise<void> {
  await page.locator('.turn[data-state="completed"]').last().waitFor()
  await page.locator('#chat-submit').waitFor()
}

const threadRow = (page: Page, name: string) => page.locator('#thread-history .thread', { hasText: name })

describe('a conversation', () => {
  it('begins on the welcome screen, streams with a caret, and ends with copy', async () => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url)
    const page = await visitor.open()
    await eventually(() => page.locator('.welcome h1').innerText()).toBe('Talk')
    expect(await page.locator('.welcome .hello p').innerText()).toBe('Ask it to count.')
    await eventually(() => page.evaluate(() => document.activeElement?.id)).toBe('chat-input')
    expect(await page.locator('#chat-submit').isDisabled()).toBe(true)

    await say(page, 'halves')
    expect(await page.inputValue('#chat-input')).toBe('')
    // All in one look: the second half is on its way.
    const halfway = await page.waitForFunction(() => {
      const answer = document.querySelector<HTMLElement>('.turn[data-state="running"] .prose')
      if (!answer?.querySelector('.caret')) return null
      const count = (selector: string) => document.querySelectorAll(selector).length
      return {
        text: answer.innerText.trim(),
        stops: count('#stop-button'),
        sends: count('#chat-submit'),
        bars: count('.bar'),
      }
    })
    expect(await halfway.jsonValue()).toEqual({ text: 'The first half,', stops: 1, sends: 0, bars: 0 })

    await finished(page)
    expect(await answerText(page)).toBe('The first half, and the second.')
    expect(await page.locator('.caret').count()).toBe(0)
    expect(await page.locator('#stop-button').count()).toBe(0)
    await page.getByRole('button', { name: 'Copy answer' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('The **first** half, and the second.')
    expect(new URL(page.url()).pathname).toMatch(/^\/thread\/[0-9a-f-]{36}$/)
  })

  it('Shift+Enter makes a line, Enter sends both, and nothing sends blanks', async () => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url)
    const page = await visitor.open()
    await page.locator('#chat-input').pressSequentially('one')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('two')
    expect(await page.inputValue('#chat-input')).toBe('one\ntwo')
    await page.keyboard.press('Enter')
    await finished(page)
    expect(await page.locator('.user .bubble').innerText()).toBe('one\ntwo')
    await page.fill('#chat-input', '   ')
    await page.press('#chat-input', 'Enter')
    await pause(300)
    expect(await page.locator('.user').count()).toBe(1)
  })

  it('shows the same characters after a reload, from its end', async () => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url)
    const page = await visitor.open()
    await say(page, 'long')
    await finished(page)
    await say(page, 'halves')
    await eventually(() => answers(page).last().innerText()).toContain('and the second.')
    await finished(page)
    const before = await page.locator('#log').innerText()
    await page.reload()
    await eventually(() => page.locator('#log').innerText()).toBe(before)
    const fromEnd = await page.evaluate(() => {
      const log = document.querySelector('#log') as HTMLElement
      return log.scrollHeight - log.scrollTop - log.clientHeight
    })
    expect(fromEnd).toBeLessThan(4)
  })

  it('stays where the reader scrolled to while it grows, and leads back to its end', async () => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url)
    const page = await visitor.open()
    await say(page, 'long')
    await finished(page)
    await say(page, 'count')
    await eventually(() => answers(page).last().innerText()).toContain(' 20 ')
    const top = () => page.evaluate(() => (document.querySelector('#log') as HTMLElement).scrollTop)
    await page.locator('#log').hover()
    await page.mouse.wheel(0, -900)
    await page.locator('.to-end').waitFor()
    const here = await top()
    const text = await answerText(page)
    await hasSaid(page, text.length + 200)
    expect(await top()).toBe(here)
    await page.locator('.to-end').click()
    await eventually(top).toBeGreaterThan(here)
    await eventually(() => page.locator('.to-end').count()).toBe(0)
    await page.keyboard.press('Escape')
    await page.locator('.turn[data-state="stopped"]').waitFor()
  })

  it('lists threads; a title is taken from what was said, renamed with F2, and kept', async () => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url)
    const page = await visitor.open()
    await say(page, 'A question about shelves')
    await finished(page)
    const row = threadRow(page, 'A question about shelves')
    await row.waitFor()
    expect(await row.getAttribute('aria-current')).toBe('page')
    await eventually(() => page.title()).toBe('A question about shelves')

    await row.focus()
    await page.keyboard.press('F2')
    await page.locator('.rename').fill('Never mind')
    await page.keyboard.press('Escape')
    await row.waitFor()
    await row.focus()
    await page.keyboard.press('F2')
    // Without a name it stays as it is, and says so; what an input method ends with Enter is no answer.
    await page.locator('.rename').fill('')
    await page.keyboard.press('Enter')
    expect(await page.locator('.rename').getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('.rename').getAttribute('placeholder')).toBe('A name is needed')
    await page.locator('.rename').fill('Shelves')
    await page.locator('.rename').evaluate((field) => {
      const keys = { key: 'Enter', bubbles: true, cancelable: true, isComposing: true }
      field.dispatchEvent(new KeyboardEvent('keydown', keys))
    })
    expect(await page.locator('.rename').count()).toBe(1)
    await page.keyboard.press('Enter')
    await eventually(() => page.locator('#thread-history .thread').allInnerTexts()).toEqual(['Shelves'])
    await page.reload()
    await eventually(() => page.locator('#thread-history .thread').allInnerTexts()).toEqual(['Shelves'])
    await eventually(() => page.title()).toBe('Shelves')
  })

  it('deletes with Undo; what is not undone is gone, also for its address', async () => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url)
    const page = await visitor.open()
    await say(page, 'first')
    await finished(page)
    const address = page.url()
    await page.locator('#new-chat-button').click()
    await say(page, 'second')
    await finished(page)
    await threadRow(page, 'first').focus()
    await page.keyboard.press('Delete')
    await eventually(() => threadRow(page, 'first').count()).toBe(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await threadRow(page, 'first').waitFor()
    expect(await page.locator('.toast').count()).toBe(0)

    await threadRow(page, 'first').focus()
    await page.keyboard.press('Delete')
    await eventually(() => page.locator('.toast').count(), { timeout: 20_000 }).toBe(0)
    expect(await threadRow(page, 'first').count()).toBe(0)
    await page.goto(address)
    await page.getByRole('heading', { name: 'There is no such conversation.' }).waitFor()
    expect(await page.locator('#thread-history .thread').allInnerTexts()).toEqual(['second'])
  })

  it('on a phone Undo outlives the drawer, and closing the page carries out what was not undone', async () => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url, { viewport: phone })
    const page = await visitor.open()
    await say(page, 'first')
    await finished(page)
    const remove = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Open sidebar' }).click()
      await threadRow(page, 'first').focus()
      await page.keyboard.press('Delete')
      // It was the one that is shown: another begins, and the drawer closes.
      await page.locator('.welcome').waitFor()
      expect(await page.locator('.drawer').count()).toBe(0)
    }
    await remove()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Open sidebar' }).click()
    await threadRow(page, 'first').click()
    await eventually(() => answerText(page)).toBe('You said: first')
    await remove()
    await page.getByRole('button', { name: 'Undo' }).waitFor()
    await page.close()
    const other = await visitor.open()
    await other.getByRole('button', { name: 'Open sidebar' }).click()
    await eventually(() => other.locator('#thread-history .thread').count()).toBe(0)
  })

  it('search: Ctrl+K finds a thread by its title and opens it, Escape closes it, commands are there', async () => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url)
    const page = await visitor.open()
    for (const text of ['apples', 'pears', 'plums']) {
      await say(page, text)
      await finished(page)
      await page.keyboard.press('Control+Shift+O')
      await page.locator('.welcome').waitFor()
    }
    await page.keyboard.press('Control+K')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await page.keyboard.type('pear')
    await eventually(() => dialog.getByRole('option').allInnerTexts()).toEqual([expect.stringContaining('pears')])
    await page.keyboard.press('Enter')
    await eventually(() => answerText(page)).toBe('You said: pears')
    expect(await dialog.count()).toBe(0)
    await eventually(() => page.locator('#thread-history .thread').count()).toBe(3)

    await page.keyboard.press('Control+K')
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await eventually(() => dialog.count()).toBe(0)
    await page.keyboard.press('Control+K')
    await page.keyboard.type('new ch')
    await eventually(() => dialog.getByRole('option').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.locator('.welcome').waitFor()
  })

  it('keeps the draft through a reload to its last letter, for each thread its own', async () => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url)
    const page = await visitor.open()
    await say(page, 'apples')
    await finished(page)
    await page.locator('#chat-input').pressSequentially('half a thought')
    await page.reload()
    await eventually(() => page.inputValue('#chat-input')).toBe('half a thought')
    await page.locator('#new-chat-button').click()
    await page.locator('.welcome').waitFor()
    expect(await page.inputValue('#chat-input')).toBe('')
    await page.locator('#chat-input').pressSequentially('another')
    await threadRow(page, 'apples').click()
    await eventually(() => page.inputValue('#chat-input')).toBe('half a thought')
    await page.locator('#new-chat-button').click()
    await eventually(() => page.inputValue('#chat-input')).toBe('another')
  })

  it('is there after the server was started anew, at its own address; an unknown one says so', async () => {
    await using server = await CommandLine.run('start', app)
    await using visitor = await browser.visit(server.url)
    const page = await visitor.open()
    await say(page, 'A question about shelves')
    await finished(page)
    const { pathname } = new URL(page.url())
    await page.close()
    await server.restart()
    const again = await visitor.open(pathname)
    await eventually(() => answerText(again)).toBe('You said: A question about shelves')
    await threadRow(again, 'A question about shelves').waitFor()
    await say(again, 'and now?')
    await eventually(() => answers(again).last().innerText()).toContain('You said: and now?')

    const lost = await visitor.open('/thread/00000000-0000-4000-8000-000000000000')
    await lost.getByRole('heading', { name: 'There is no such conversation.' }).waitFor()
    await lost.getByRole('alert').getByRole('button', { name: 'New chat' }).click()
    await lost.locator('.welcome #chat-input').waitFor()
  })
})

describe('the look', () => {
  it('keeps the chosen theme, and paints nothing in another first', async () => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url, {
      // What is drawn when: the ground's colour at each frame from the first on.
      initScript: () => {
        const grounds: string[] = []
        Object.assign(globalThis, { grounds })
        const look = (): void => {
          if (document.body) grounds.push(getComputedStyle(document.body).backgroundColor)
          if (grounds.length < 60) requestAnimationFrame(look)
        }
        look()
      },
    })
    const page = await visitor.open()
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await ground()
    const toggle = page.locator('#theme-toggle')
    await toggle.click()
    await toggle.click()
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
    const dark = await ground()
    expect(dark).not.toBe(light)

    await page.reload()
    await page.locator('.welcome').waitFor()
    await expect
      .poll(() => page.evaluate(() => (globalThis as unknown as { grounds: string[] }).grounds.length))
      .toBe(60)
    const seen = await page.evaluate(() => (globalThis as unknown as { grounds: string[] }).grounds)
    expect(new Set(seen.filter((colour) => colour !== 'rgba(0, 0, 0, 0)'))).toEqual(new Set([dark]))
    await toggle.click()
    await page.reload()
    expect(await ground()).toBe(light)
  })

  it('follows the system without a choice', async () => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url, { colorScheme: 'dark' })
    const page = await visitor.open()
    await page.locator('.welcome').waitFor()
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const dark = await ground()
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await ground()).not.toBe(dark)
  })

  it('on a phone the drawer opens, closes, and closes on choice; nothing scrolls sideways', async () => {
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url, { viewport: phone })
    const page = await visitor.open()
    const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect(await page.locator('.sidebar').isVisible()).toBe(false)
    expect(await isTooWide()).toBe(false)
    await say(page, `a word ${'long'.repeat(60)}`)
    await finished(page)
    expect(await isTooWide()).toBe(false)

    await page.getByRole('button', { name: 'Open sidebar' }).click()
    await page.locator('.drawer').waitFor()
    expect(await isTooWide()).toBe(false)
    await page.mouse.click(380, 400)
    await eventually(() => page.locator('.drawer').count()).toBe(0)
    await page.getByRole('button', { name: 'Open sidebar' }).click()
    await page.locator('.drawer .thread').click()
    await eventually(() => page.locator('.drawer').count()).toBe(0)
    await page.getByRole('button', { name: 'New chat' }).click()
    await page.locator('.welcome').waitFor()
  })
})
