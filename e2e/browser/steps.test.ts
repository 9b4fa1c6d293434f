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
