import { startTestChat, type TestChat } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { answers, browserForTests, eventually, hasSaid, phone, say } from './lib.ts'

const browser = browserForTests()
const talk = new URL('./apps/talk.ts', import.meta.url)
const worker = new URL('./apps/worker.ts', import.meta.url)
const writer = new URL('./apps/writer.ts', import.meta.url)
describe.each(['light', 'dark'] as const)('axe finds nothing in the %s theme', (colorScheme) => {
  const visit = (chat: TestChat, options = {}) => browser.visit(chat.url, { colorScheme, bypassCSP: true, ...options })

  it('on the welcome screen, while an answer is written, stopped, and in the dialogs', async () => {
    await using chat = await startTestChat(talk, { web: true })
    await using visitor = await visit(chat)
    const page = await visitor.open()
    await page.locator('.welcome h1').waitFor()
    expect(await axeProblems(page)).toEqual([])
    await say(page, 'count')
    await hasSaid(page, 40)
    await page.fill('#chat-input', 'a draft')
    expect(await axeProblems(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('.turn[data-state="stopped"]').waitFor()
    await page.locator('#chat-submit').waitFor()
    expect(await axeProblems(page)).toEqual([])

    await page.keyboard.press('Control+K')
    await page.getByRole('dialog').waitFor()
    expect(await axeProblems(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('#log').focus()
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    expect(await axeProblems(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('.thread').hover()
    await page.getByRole('button', { name: 'More for count' }).click()
    await page.getByRole('menu').waitFor()
    expect(await axeProblems(page)).toEqual([])
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.locator('.toast').waitFor()
    expect(await axeProblems(page)).toEqual([])
  })

  it('with steps open and failed', async () => {
    await using chat = await startTestChat(worker, { web: true })
    await using visitor = await visit(chat)
    const page = await visitor.open()
    await say(page, 'fail')
    await page.locator('.turn[data-state="failed"]').waitFor()
    await page.locator('.step-row', { hasText: 'Look up trains' }).click()
    expect(await axeProblems(page)).toEqual([])
    await say(page, 'slow')
    await page.locator('.step .spin').first().waitFor()
    expect(await axeProblems(page)).toEqual([])
  })

  it('with all that Markdown can hold', async () => {
    await using chat = await startTestChat(writer, { web: true })
    await using visitor = await visit(chat)
    const page = await visitor.open()
    const text = `whole:# Title\n\nA [link](https://example.org), \`code\`, $x^2$.\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\n\`\`\`ts\nconst a: string = 'b' // c\n\`\`\`\n\n> quoted\n\n> [!WARNING]\n> Careful.\n\n$$\\int_0^1 x$$\n\n## Deeper`
    await page.fill('#chat-input', text)
    await page.press('#chat-input', 'Enter')
    await page.locator('.turn[data-state="completed"] .katex').first().waitFor()
    await page.locator('.turn .prose pre span').first().waitFor()
    expect(await axeProblems(page)).toEqual([])
  })

  it('on a phone, the drawer open and closed', async () => {
    await using chat = await startTestChat(talk, { web: true })
    await using visitor = await visit(chat, { viewport: phone })
    const page = await visitor.open()
    await page.locator('.welcome h1').waitFor()
    expect(await axeProblems(page)).toEqual([])
    await say(page, 'throw')
    await page.locator('.turn .trouble').waitFor()
    expect(await axeProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'Open sidebar' }).click()
    await page.locator('.drawer .thread').waitFor()
    expect(await axeProblems(page)).toEqual([])
  })
})

it('by keyboard alone: composer, Stop, thread rows, and each shows where it is', async () => {
  await using chat = await startTestChat(talk, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'first')
  await page.locator('.turn[data-state="completed"]').waitFor()
  await page.keyboard.press('Control+Shift+O')
  await page.locator('.welcome').waitFor()
  await eventually(() => page.evaluate(() => document.activeElement?.id)).toBe('chat-input')
  await page.keyboard.type('count')
  await page.keyboard.press('Enter')
  await hasSaid(page, 40)

  const inFocus = () =>
    page.evaluate(() => {
      const at = document.activeElement as HTMLElement
      const style = getComputedStyle(at)
      const composer = at.closest('.composer')
      const isMarked = style.outlineStyle !== 'none' || (composer && getComputedStyle(composer).boxShadow !== 'none')
      return { what: at.id || at.className || at.tagName, isMarked: Boolean(isMarked) }
    })
  const reached: Awaited<ReturnType<typeof inFocus>>[] = []
  const tabTo = async (what: string): Promise<void> => {
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab')
      const now = await inFocus()
      reached.push(now)
      if (now.what === what) return
    }
    throw new Error(`Tab does not lead to ${what}: ${reached.map((one) => one.what).join(', ')}`)
  }
  await page.locator('#chat-input').focus()
  await tabTo('stop-button')
  await page.keyboard.press('Enter')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  await page.locator('#chat-submit').waitFor()
  expect(await inFocus()).toEqual({ what: 'chat-input', isMarked: true })
  await tabTo('new-chat-button')
  await tabTo('thread-history')
  await tabTo('thread')
  await tabTo('log')
  await tabTo('chat-input')
  expect(reached.filter(({ what, isMarked }) => !isMarked && what !== 'BODY')).toEqual([])

  await page.locator('.thread', { hasText: 'first' }).focus()
  await page.keyboard.press('Enter')
  await eventually(() => answers(page).last().innerText()).toContain('You said: first')
  await page.keyboard.press('F6')
  expect((await inFocus()).what).not.toBe('BODY')
})
