import { startTestChat } from 'chatwright/testing'
import { expect, it } from 'vitest'
import { answers, browserForTests, eventually, say } from './lib.ts'
import { takePicture } from './picture.ts'

const browser = browserForTests()
const tour = new URL('../../examples/tour/app.ts', import.meta.url)

it('the tour looks as the README shows it: steps done, an answer stopped', async () => {
  await using chat = await startTestChat(tour, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await eventually(() => page.locator('body').innerText()).toContain('Type stop to begin')
  await say(page, 'steps')
  await page.locator('.turn[data-state="completed"] .work-head').click()
  await say(page, 'stop')
  await eventually(async () => (await answers(page).last().innerText()).length).toBeGreaterThan(150)
  await page.click('#stop-button')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  await page.locator('#chat-submit').waitFor()
  expect(await answers(page).last().locator('.notice').innerText()).toMatch(/^Stopped after [\d.]+ s\./)
  await takePicture(page, 'docs/images/conversation.png')
})
