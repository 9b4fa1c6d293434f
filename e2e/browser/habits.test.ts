import { createApp, textInput, toggle, type ChatContext } from 'chatwright'
import { startTestChat } from 'chatwright/testing'
import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { answerText, browserForTests, eventually, hasSaid, pause, phone, say } from './lib.ts'

const browser = browserForTests()
const lastTurn = (page: Page) => page.locator('.turn').last()
const zeroWidth = '\u200B'

/** Says again what it is told, but for a few words. */
function talker() {
  const app = createApp({
    settings: { name: textInput({ label: 'Name' }), loud: toggle({ label: 'Loud' }) },
    uploads: { accept: ['image/*'] },
  })
  const words: Record<string, (chat: ChatContext) => Promise<unknown>> = {
    /** A paragraph and a list of which the last item has no end. */
    async count(chat) {
      const reply = chat.message()
      await reply.append('A *first* paragraph.\n\n- an item\n- Counting: ')
      for (let number = 1; ; number++) {
        await reply.append(`${number} `)
        await chat.sleep(10)
      }
    },

    /** Code that comes line by line, and ends. */
    async code(chat) {
      const reply = chat.message()
      await reply.append('```ts\nconst first = 1\n')
      for (let line = 2; line < 60; line++) {
        await reply.append(`const line${line} = ${line}\n`)
        await chat.sleep(20)
      }
      await reply.append('```\n')
    },

    /** Two steps with a million characters each: at once, and as a stream. */
    async million(chat) {
      await chat.step('Long', (step) => {
        step.output = 'word '.repeat(200_000)
      })
      await chat.step('Long', (step) => step.stream(Array.from({ length: 10_000 }, () => `${'word '.repeat(20)}\n`)))
      await chat.send('Done.')
    },

    async file(chat) {
      const [file] = await chat.ask.files('A text?', { accept: ['text/*'] })
      await chat.send(`${file?.name}: ${await file?.text()}`)
    },
  }
  app.onMessage(async ({ text, attachments }, chat) => {
    await (words[text] ?? (() => chat.send(`${text}${' with a file'.repeat(attachments.length)}`)))(chat)
  })
  return app
}

async function goesOn(page: Page): Promise<void> {
  await hasSaid(page, (await answerText(page)).length + 25)
}

/** Selects words of the answer, as a mouse would. */
async function select(answer: Locator, words: string): Promise<void> {
  await answer.evaluate((prose, wanted) => {
    const texts = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const text = texts.currentNode as Text
      const at = text.data.indexOf(wanted)
      if (at >= 0) return getSelection()?.setBaseAndExtent(text, at, text, at + wanted.length)
    }
    throw new Error(`The answer does not say ${wanted}.`)
  }, words)
}

/** Pastes a text file, or lets it fall. */
async function give(target: Locator, how: 'paste' | 'drop', name: string): Promise<void> {
  await target.evaluate(
    (element, { how: kind, name: called }) => {
      const data = new DataTransfer()
      data.items.add(new File(['words'], called, { type: 'text/plain' }))
      const common = { bubbles: true, cancelable: true }
      const event =
        kind === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, ...common })
          : new DragEvent('drop', { dataTransfer: data, ...common })
      element.dispatchEvent(event)
    },
    { how, name },
  )
}

it('an answer on its way: what is selected stays so, Escape ends an edit before it, and stopped it is copied as far as it came', async () => {
  await using chat = await startTestChat(talker(), { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'count')
  await hasSaid(page, 40)
  for (const words of ['paragraph', 'an item', 'Counting: 1']) {
    await select(page.locator('.turn .prose'), words)
    await goesOn(page)
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(words)
  }

  await page.locator('.user').hover()
  await page.getByRole('button', { name: 'Edit message' }).click()
  const field = page.locator('.editing textarea')
  await field.fill('never mind')
  await field.press('Escape')
  await eventually(() => field.count()).toBe(0)
  expect(await page.locator('.user .bubble').innerText()).toBe('count')
  await goesOn(page)
  expect(await lastTurn(page).textContent()).not.toContain(zeroWidth)

  await page.keyboard.press('Escape')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  expect(await lastTurn(page).textContent()).not.toContain(zeroWidth)
  await page.getByRole('button', { name: 'Copy answer' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toMatch(/^A \*first\* paragraph\.\n\n- an item\n- Counting: 1 2 3 [\d ]+$/)
  const threadId = new URL(page.url()).pathname.split('/').at(-1)
  await eventually(async () => (await chat.stored(threadId))?.messages.at(-1)?.text).toBe(copied)

  // In code, too, while it grows and when it gets its colours.
  await say(page, 'code')
  await lastTurn(page).getByText('const line4').waitFor()
  await select(lastTurn(page).locator('.prose'), 'const line3')
  await lastTurn(page).locator('pre .tok-k').first().waitFor()
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('const line3')
})

it('by keyboard: copies where a page is given no clipboard, Tab stays in a dialog, and one that breaks leaves the draft', async () => {
  await using chat = await startTestChat(talker(), { web: true })
  await using visitor = await browser.visit(chat.url, {
    initScript: () => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined })
      const heard: unknown[] = []
      Object.assign(globalThis, { heard })
      document.addEventListener('chatwright:copy', (copy) => heard.push((copy as CustomEvent).detail))
    },
    expected: [/The drawer is stuck/],
  })
  const page = await visitor.open()
  const text = 'Two *words*,\nand an **end**.'
  await say(page, text)
  const pasted = async (): Promise<string> => {
    await page.fill('#chat-input', '')
    await page.keyboard.press('Control+V')
    return page.inputValue('#chat-input')
  }
  await page.getByRole('button', { name: 'Copy answer' }).press('Enter')
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Copied')
  expect(await pasted()).toBe(text)
  await say(page, 'other words')
  await page.locator('.user').nth(1).getByRole('button', { name: 'Copy message' }).press('Enter')
  expect(await pasted()).toBe('other words')
  const own = page.locator('.user').nth(1)
  await own.getByRole('button', { name: 'Copied' }).waitFor()
  await own.getByRole('button', { name: 'Copy message' }).waitFor()
  // A browser that refuses is told of, and the page hears of copies that came about.
  await page.evaluate(() => {
    document.execCommand = () => false
  })
  await own.getByRole('button', { name: 'Copy message' }).press('Enter')
  await own.getByRole('button', { name: 'The browser does not let it be copied' }).waitFor()
  expect(await page.evaluate(() => (globalThis as unknown as { heard: unknown }).heard)).toEqual([
    { of: 'answer', text },
    { of: 'message', text: 'other words' },
  ])

  const dialog = page.getByRole('dialog')
  const stopsOf = async (key: string, presses: number): Promise<string[]> => {
    const stops: string[] = []
    for (let press = 0; press < presses; press++) {
      await page.keyboard.press(key)
      const stop = await dialog.evaluate((box) => {
        const at = document.activeElement as HTMLElement
        return box.contains(at) ? at.ariaLabel || at.innerText || at.id : 'outside'
      })
      stops.push(stop)
    }
    return stops
  }
  await page.locator('#log').press('?')
  await dialog.waitFor()
  expect(await stopsOf('Tab', 2)).toEqual(['Close', 'Close'])
  await page.keyboard.press('Escape')
  await eventually(() => dialog.count()).toBe(0)
  await page.locator('#chat-settings-open-modal').press('Enter')
  await dialog.locator('#setting-name').waitFor()
  expect(await stopsOf('Tab', 5)).toEqual(['setting-loud', 'Cancel', 'Save', 'Close', 'setting-name'])
  expect(await stopsOf('Shift+Tab', 2)).toEqual(['Close', 'Save'])
  await page.keyboard.press('Escape')

  // What is thrown while the page is drawn leaves words and a way back.
  const body = 'export default () => { throw new Error("The drawer is stuck.") }'
  await page.route(/\/search-dialog-/, (route) => route.fulfill({ contentType: 'text/javascript', body }))
  await page.fill('#chat-input', 'half a thought')
  await page.keyboard.press('Control+K')
  // One part takes nothing else with it.
  await eventually(() => page.getByRole('alert').innerText()).toContain('This part of the page could not be drawn.')
  await page.fill('#chat-input', 'half a thought, and more')
  expect(await axeProblems(page)).toEqual([])
  await page.route(/\/offer-tools-/, (route) => route.fulfill({ contentType: 'text/javascript', body }))
  await page.getByRole('button', { name: 'Reload' }).press('Enter')
  await eventually(() => page.getByRole('alert').innerText()).toContain('The page could not be drawn.')
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Reload' }).press('Enter')
  await eventually(() => page.inputValue('#chat-input')).toBe('half a thought, and more')
  await eventually(() => lastTurn(page).innerText()).toContain('other words')
})

it('under a finger nothing waits for a mouse, and Send and Stop are on the screen, also under a long draft', async () => {
  await using chat = await startTestChat(talker(), { web: true })
  await using visitor = await browser.visit(chat.url, { viewport: phone, hasTouch: true })
  const page = await visitor.open()
  const isWhollySeen = (what: Locator): Promise<boolean> =>
    what.evaluate((element) => {
      const { top, left, right, bottom } = element.getBoundingClientRect()
      let opacity = 1
      for (let at: Element | null = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity)
      const isInside = top >= 0 && left >= 0 && right <= innerWidth && bottom <= innerHeight
      return isInside && opacity === 1 && element.contains(document.elementFromPoint(left + 9, top + 9))
    })
  const [send, stop] = [page.locator('#chat-submit'), page.locator('#stop-button')]
  const draft = Array.from({ length: 60 }, (_, line) => `line ${line} ${'long'.repeat(20)}`).join('\n')
  await page.fill('#chat-input', 'hello')
  expect(await isWhollySeen(send)).toBe(true)
  await send.tap()
  for (const name of ['Copy message', 'Edit message', 'Copy answer', 'Answer again']) {
    await eventually(() => isWhollySeen(page.getByRole('button', { name }))).toBe(true)
  }
  await page.fill('#chat-input', draft)
  expect(await isWhollySeen(send)).toBe(true)
  // A press of Send right where Stop was is not taken.
  await pause(450)
  await page.fill('#chat-input', 'count')
  await send.tap()
  await page.fill('#chat-input', draft)
  expect(await isWhollySeen(stop)).toBe(true)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width)
  await stop.tap()
  await page.locator('.turn[data-state="stopped"]').waitFor()
  expect(await page.inputValue('#chat-input')).toBe(draft)
  await page.getByRole('button', { name: 'Open sidebar' }).tap()
  await eventually(() => isWhollySeen(page.getByRole('button', { name: 'More for hello' }))).toBe(true)
})

it('Arabic runs from the right and code in it from the left, a million characters are cut, and files go only where they may', async () => {
  await using chat = await startTestChat(talker(), { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const direction = (selector: string) =>
    page.locator(selector).evaluate((element) => getComputedStyle(element).direction)
  await page.fill('#chat-input', 'مرحبا بالعالم\n\n- الأول\n\n1. واحد\n\n```js\nlet a = 1\n```')
  expect(await direction('#chat-input')).toBe('rtl')
  await page.press('#chat-input', 'Enter')
  await page.locator('.turn[data-state="completed"]').waitFor()
  for (const place of ['.user .bubble', '.turn .prose']) {
    for (const inside of ['p', 'ul > li', 'ol > li'])
      await eventually(() => direction(`${place} ${inside}`)).toBe('rtl')
    await eventually(() => direction(`${place} pre code`)).toBe('ltr')
  }

  // Each paragraph runs its own way, whichever the first does.
  await say(page, 'English first.\n\nمرحبا بالعالم')
  await eventually(() => lastTurn(page).innerText()).toContain('English first.')
  const gaps = await lastTurn(page)
    .locator('.prose p')
    .evaluateAll((paragraphs) =>
      paragraphs.map((paragraph) => {
        const words = document.createRange()
        words.selectNodeContents(paragraph)
        const [inner, outer] = [words.getBoundingClientRect(), paragraph.getBoundingClientRect()]
        return outer.right - inner.right < 2 ? 'right' : inner.left - outer.left < 2 ? 'left' : 'between'
      }),
    )
  expect(gaps).toEqual(['left', 'right'])

  await say(page, 'million')
  await eventually(() => lastTurn(page).innerText()).toContain('Done.')
  await lastTurn(page).locator('.work-head').click()
  for (const at of [0, 1]) {
    const startedAt = performance.now()
    await lastTurn(page).locator('.step-row').nth(at).click()
    await page.locator('#chat-input').press('x')
    await eventually(() => page.inputValue('#chat-input')).toBe('x'.repeat(at + 1))
    // The bound is a second; a machine that runs many tests at once may be late.
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    const shown = await lastTurn(page).locator('.step-pane').last().textContent()
    expect(shown).toMatch(/^Output[^]{100000,100100}… \(9\d{5} more characters\)$/)
    await lastTurn(page).locator('.step-row').nth(at).click()
  }

  await give(page.locator('#chat-input'), 'paste', 'pasted.txt')
  await eventually(() => page.locator('.att').allInnerTexts()).toEqual([
    'pasted.txt is not of a kind that is taken here',
  ])
  await say(page, 'alone')
  await eventually(() => lastTurn(page).locator('.message').allInnerTexts()).toEqual(['alone'])
  await say(page, 'file')
  await page.locator('.ask .drop').waitFor()
  await give(page.locator('.ask .drop'), 'drop', 'dropped.txt')
  await eventually(() => lastTurn(page).innerText()).toContain('dropped.txt: words')
  expect(await page.locator('.user .file, .att, .ask .drop, .dropover').count()).toBe(0)
})
