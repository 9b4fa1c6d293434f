import { createApp } from 'chatwright'
import { showAiSdk } from 'chatwright/ai-sdk'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { answers, answerText, browserForTests, eventually, pause, say } from './lib.ts'

const browser = browserForTests()
const app = new URL('./apps/worker.ts', import.meta.url)

/** A step by its name: its item of the list, which holds those nested in it. */
const step = (page: Page, name: string) =>
  page.locator('.step', { has: page.locator(`:scope > .step-row > .label:text-is("${name}")`) })

it('steps are folded to a line once done; opening one shows its input and output', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'a day out')
  await page.locator('.turn[data-state="completed"]').waitFor()
  expect(await answerText(page)).toBe('Done with it.')
  expect(await page.locator('.step').count()).toBe(0)
  const head = page.locator('.work-head')
  expect(await head.innerText()).toMatch(/^Worked for \d+\.\d s\s· 1 step$/)
  expect(await head.getAttribute('aria-expanded')).toBe('false')
  await head.click()
  const states = await page
    .locator('.step')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['state']))
  expect(states).toEqual(['done', 'done', 'done', 'done'])
  expect(await page.locator('.step .spin').count()).toBe(0)

  const trains = step(page, 'Look up trains')
  expect(await trains.locator('.step-body').count()).toBe(0)
  await trains.locator('> button.step-row').click()
  const panes = trains.locator('> .step-body .step-pane')
  expect(await panes.nth(0).innerText()).toMatch(/^Input\s+JSON\s+\{\s*"day": "Saturday"\s*\}$/)
  expect(await panes.nth(1).innerText()).toMatch(/^Output\s+JSON\s+\{\s*"train": "8:12"\s*\}$/)
  await trains.locator('> button.step-row').click()
  expect(await trains.locator('> .step-body').count()).toBe(0)
  await step(page, 'Look up weather').locator('> button.step-row').click()
  expect(await step(page, 'Look up weather').locator('.step-body pre').innerText()).toBe('Dry until four.')
})

it('33. nested and side by side while at work; at a stop every open step is closed as stopped, no spinner is left, also after a reload', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'slow')
  await eventually(() => step(page, 'Look up weather').getAttribute('data-state')).toBe('done')
  const nested = await step(page, 'Plan').locator('.step .label').allInnerTexts()
  expect(nested).toEqual(['Look up trains', 'Ask the service', 'Look up weather'])
  expect(await step(page, 'Look up trains').locator('.step .label').allInnerTexts()).toEqual(['Ask the service'])
  expect(await page.locator('.step .spin').count()).toBe(3)
  expect(await page.locator('#thread-history .spin').count()).toBe(1)
  await page.click('#stop-button')
  await page.locator('.turn[data-state="stopped"]').waitFor()

  const expectStopped = async (): Promise<void> => {
    for (const name of ['Plan', 'Look up trains', 'Ask the service']) {
      await eventually(() => step(page, name).getAttribute('data-state')).toBe('stopped')
    }
    expect(await step(page, 'Look up weather').getAttribute('data-state')).toBe('done')
    await eventually(() => page.locator('.spin').count()).toBe(0)
    expect(await page.locator('.work-head').innerText()).toMatch(/^Worked for \d+\.\d s\s· stopped at step 1 of 1$/)
    expect(await page.locator('.notice').count()).toBe(1)
  }
  await expectStopped()
  const time = await step(page, 'Plan').locator('> .step-row .time').innerText()
  await pause(1_500)
  expect(await step(page, 'Plan').locator('> .step-row .time').innerText()).toBe(time)
  await page.reload()
  await expectStopped()
})

it('a step that fails is open and says why', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'fail')
  await page.locator('.turn[data-state="failed"]').waitFor()
  expect(await step(page, 'Book').getAttribute('data-state')).toBe('failed')
  expect(await step(page, 'Book').locator('.step-body').innerText()).toContain('No seats are left.')
  expect(await step(page, 'Plan').getAttribute('data-state')).toBe('done')
  expect(await page.locator('.trouble').count()).toBe(1)
  await say(page, 'again')
  await eventually(() => answers(page).last().innerText()).toContain('Done with it.')
})

it('STEP-08: five tools side by side show how long each took, and that they worked at the same time', async () => {
  const app = createApp({ name: 'Worker' })
  app.onMessage(async (_, chat) => {
    const tool = (number: number) => chat.step({ name: `Tool ${number}`, type: 'tool' }, () => chat.sleep(number * 150))
    await chat.step('All', () => Promise.all([1, 2, 3, 4, 5].map(tool)))
    await chat.send('Done.')
  })
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'go')
  await page.locator('.turn[data-state="completed"]').waitFor()
  await page.locator('.work-head').click()
  const rows = step(page, 'All').locator('.step > .step-row')
  expect(await rows.locator('.label').allInnerTexts()).toEqual([1, 2, 3, 4, 5].map((number) => `Tool ${number}`))

  const stored = await chat.stored(threadOf(page))
  const took = stored?.steps.slice(1).map(({ startedAt, endedAt }) => (endedAt ?? 0) - startedAt) ?? []
  for (const [at, ms] of took.entries()) expect(ms).toBeGreaterThan((at + 1) * 150 - 20)
  expect(took).toEqual(took.toSorted((a, b) => a - b))
  expect(await rows.locator('.time').allInnerTexts()).toEqual(took.map((ms) => `${(ms / 1_000).toFixed(1)} s`))
  const bars = await rows.locator('.track i').evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect()))
  const ends = bars.map(({ right }) => right)
  expect(Math.max(...bars.map(({ left }) => left))).toBeLessThan(Math.min(...ends))
  expect(ends).toEqual(ends.toSorted((a, b) => a - b))
  expect(Number(ends.at(-1)) - Number(ends[0])).toBeGreaterThan(10)
})

it('STEP-10: what a model thinks is open while it comes and folded when it ended, unless the reader holds it open', async () => {
  const app = createApp({ name: 'Worker' })
  let goOn = (): void => {}
  const pressed = (): Promise<void> => new Promise((resolve) => (goOn = resolve))
  const parts = async function* () {
    yield { type: 'reasoning-delta', id: 'r', text: 'The sum first.' }
    await pressed()
    yield { type: 'reasoning-end', id: 'r' }
    await pressed()
    yield { type: 'text-delta', id: 't', text: 'It is 2.' }
    yield { type: 'finish', finishReason: 'stop' }
  }
  app.onMessage(async (_, chat) => {
    await showAiSdk(chat, { fullStream: parts() })
  })
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const turn = page.locator('.turn').last()
  const row = turn.locator('.step > .step-row')
  const isOpen = () => row.getAttribute('aria-expanded')

  await say(page, 'go')
  await eventually(() => turn.locator('.step-body').innerText()).toMatch(/Output\s+The sum first\.$/)
  expect(await isOpen()).toBe('true')
  goOn()
  await turn.locator('.step[data-state="done"]').waitFor()
  expect(await isOpen()).toBe('false')
  expect(await turn.locator('.step-body').count()).toBe(0)
  goOn()
  await turn.getByText('It is 2.').waitFor()
  await page.locator('.turn[data-state="completed"]').waitFor()
  expect(await turn.locator('.work-head').getAttribute('aria-expanded')).toBe('false')
  await turn.locator('.work-head').click()
  expect(await isOpen()).toBe('false')

  await say(page, 'again')
  await eventually(() => page.locator('.turn').count()).toBe(2)
  await turn.locator('.step-body').waitFor()
  await row.click()
  expect(await isOpen()).toBe('false')
  await row.click()
  goOn()
  await turn.locator('.step[data-state="done"]').waitFor()
  expect(await isOpen()).toBe('true')
  goOn()
  await eventually(() => turn.getAttribute('data-state')).toBe('completed')
})

it('STEP-02: a step opened for the rest of a block ends with the block: done, failed or stopped', async () => {
  await using chat = await startTestChat(new URL('./apps/blocks.ts', import.meta.url), { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const turn = page.locator('.turn').last()
  const states = () =>
    turn.locator('.step').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['state']))
  const yes = page.getByRole('button', { name: 'Yes', disabled: false })
  const open = async (words: string): Promise<void> => {
    await say(page, words)
    await yes.waitFor()
  }

  await open('leave')
  expect(await turn.locator('.step .step .label').innerText()).toBe('Inner')
  expect(await states()).toEqual(['running', 'running'])
  await yes.click()
  await eventually(states).toEqual(['running', 'done'])
  await yes.click()
  await turn.getByText('Out of both.').waitFor()
  await turn.locator('.work-head').click()
  expect(await states()).toEqual(['done', 'done'])

  await open('fail')
  await yes.click()
  await eventually(states).toEqual(['running', 'failed'])
  expect(await turn.locator('.step .step-body').innerText()).toContain('No seats are left.')
  await yes.click()
  await eventually(states).toEqual(['done', 'failed'])

  // What is thrown out of it, it does not see.
  await open('throw')
  await yes.click()
  await eventually(() => turn.getAttribute('data-state')).toBe('failed')
  expect(await states()).toEqual(['done', 'done'])

  await open('stop')
  await page.keyboard.press('Escape')
  await eventually(() => turn.getAttribute('data-state')).toBe('stopped')
  expect(await states()).toEqual(['stopped', 'stopped'])
  await page.reload()
  await eventually(states).toEqual(['stopped', 'stopped'])
})

function threadOf(page: Page): string {
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}
