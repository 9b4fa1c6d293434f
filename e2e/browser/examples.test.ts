import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { afterEach, it, vi } from 'vitest'
import { calculates, startEndpoint } from '../../examples/assistant/scripted-endpoint.ts'
import { answers, browserForTests, eventually, pause, say } from './lib.ts'
import { pictureSize, takeExamplePicture } from './picture.ts'

const examples = new URL('../../examples/', import.meta.url)
const browser = browserForTests()

afterEach(() => {
  vi.unstubAllEnvs()
})

/** What is done in each example before its picture is taken. Examples with a test of their own take it there. */
const scenes: Record<string, (page: Page) => Promise<void>> = {
  async tour(page) {
    await page.getByText('Type stop to begin').waitFor()
  },

  async hello(page) {
    await say(page, 'anyone there?')
    await eventually(() => lastAnswer(page)).toContain('You said: anyone there?')
  },

  async steps(page) {
    await say(page, 'owls')
    await answered(page)
    await page.locator('.work-head').click()
  },

  async messages(page) {
    await say(page, 'How do I get to the castle?')
    await answered(page)
    await page.locator('.katex').first().waitFor()
    await page.locator('.code .hljs-attr, .code span[class]').first().waitFor()
  },

  async stop(page) {
    await say(page, 'Count to two hundred')
    await eventually(() => lastAnswer(page)).toContain('4 of 200')
    await page.click('#stop-button')
    await eventually(() => lastAnswer(page)).toContain('Stopped after')
    await page.locator('#chat-submit').waitFor()
  },

  async state(page) {
    await page.getByText('Name a thing to buy').waitFor()
    for (const thing of ['Bread', 'Olives']) {
      await say(page, thing)
      await eventually(() => lastAnswer(page)).toContain(thing)
    }
  },

  async offload(page) {
    await say(page, '100000')
    await eventually(() => lastAnswer(page)).toContain('9592 primes')
  },

  async commands(page) {
    await page.fill('#chat-input', '/')
    await page.locator('#slash-menu').waitFor()
  },

  async settings(page) {
    await page.click('#chat-settings-open-modal')
    await page.getByRole('tab', { name: 'Model' }).waitFor()
  },

  async profiles(page) {
    await page.getByRole('radio', { name: 'Researcher' }).check()
    await page.getByText('Searches the web').first().waitFor()
  },

  async starters(page) {
    await page.getByRole('button', { name: 'Sights' }).click()
    await page.getByRole('button', { name: 'Tiles' }).waitFor()
  },

  async measured(page) {
    await say(page, 'Lisbon')
    await answered(page)
    await eventually(() => lastAnswer(page)).toContain('Held: 2 seats')
  },

  async asking(page) {
    await say(page, 'I would like to see the castle')
    await page.locator('.turn').getByText('What is the name on the booking?').waitFor()
    await say(page, 'Ada')
    await page.getByText('Saturday, 16:30').first().waitFor()
  },

  async approval(page) {
    await say(page, 'I would like my money back')
    await page.getByLabel('Booking').fill('CW-1234')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('button', { name: 'Approve', exact: true }).waitFor()
  },

  async later(page) {
    await say(page, 'The castle, Saturday at nine')
    await page.getByRole('button', { name: 'Approve', exact: true }).waitFor()
    await page.getByLabel('In a few words').waitFor()
  },

  async feedback(page) {
    await say(page, 'When does the castle open?')
    await page.getByRole('button', { name: 'Bad answer' }).click()
    await page.getByRole('button', { name: 'Too long' }).click()
    await page.getByRole('textbox', { name: 'Noted. What was wrong?' }).fill('Nine is enough.')
  },

  async favorites(page) {
    for (const text of ['Plan a weekend in Lisbon: two days, on foot, rain in mind.', 'Which tower has no queue?']) {
      await say(page, text)
      await eventually(() => lastAnswer(page)).toContain(`You asked: ${text}`)
      await page.getByRole('button', { name: 'Add to favourites' }).last().click()
      await page.locator('[data-favorite][aria-pressed="true"]').last().waitFor()
    }
    await page.locator('#favorites-button').click()
    await eventually(() => page.locator('#favorites-dialog li').count()).toBe(2)
  },

  async editing(page) {
    for (const [at, text] of ['the castle', 'the river', 'the tiles'].entries()) {
      await say(page, text)
      await eventually(() => lastAnswer(page)).toContain(`Day ${at + 1} is for ${text}.`)
      await answered(page)
    }
    await page.locator('.user').nth(1).hover()
    await page.getByRole('button', { name: 'Edit message' }).nth(1).click()
    await page.locator('.editing textarea').fill('the museum')
    await page.keyboard.press('Enter')
    await eventually(() => lastAnswer(page)).toContain(
      'Another way: day 2 is for the museum. So far: the castle, then the museum.',
    )
    await answered(page)
    await page.getByText('2 of 2').waitFor()
  },

  async panel(page) {
    for (const text of ['The tram climbs to the castle at nine.', 'In the evening there is *fado* by the river.']) {
      await say(page, text)
      await answered(page)
      await eventually(() => page.locator('#side-view-content').innerText()).toContain(text.slice(-12))
      await eventually(() => lastAnswer(page)).toContain('It is in the letter.')
    }
  },

  async actions(page) {
    await say(page, 'water the plants')
    await page.getByRole('button', { name: 'Leave it' }).waitFor()
  },

  async plan(page) {
    await say(page, 'Plan two days in Lisbon')
    await answered(page, 20_000)
    await eventually(() => lastAnswer(page)).toContain('Day one')
  },

  async widgets(page) {
    await say(page, 'Where shall we go?')
    const route = page.frameLocator('iframe[title="Route"]')
    await route.getByLabel('Castle').press(' ')
    await route.getByRole('button', { name: 'How far?' }).first().press('Enter')
    await route.getByText('1.5 km').waitFor()
    await page.frameLocator('iframe[title="Rating"]').getByRole('button', { name: '4', exact: true }).press('Enter')
  },

  async charts(page) {
    await say(page, 'How busy is it?')
    await answered(page)
    await eventually(() => page.locator('.chart .bars .point').count()).toBe(14)
    await page.locator('.inline-image img').waitFor()
    await page.locator('.chart').scrollIntoViewIfNeeded()
  },

  async elements(page) {
    await say(page, 'What is there to see?')
    await answered(page)
    await page.locator('.turn img').waitFor()
  },

  async attachments(page) {
    const text = 'Castle\nMuseum\nTram 28\n'
    await page.setInputFiles('#upload-button-input', [
      { name: 'stops.txt', mimeType: 'text/plain', buffer: Buffer.from(text) },
    ])
    await page.fill('#chat-input', 'How many stops are these?')
    await page.locator('#attachments').getByText('stops.txt').waitFor()
    await page.locator('#chat-submit:not([disabled])').click()
    await eventually(() => lastAnswer(page)).toContain('stops.txt has 3 lines')
    await page.locator('.log').getByText('stops.txt', { exact: true }).waitFor()
  },
}

it.each(Object.entries(scenes))('%s looks as its README shows it', async (name, play) => {
  vi.stubEnv('FEEDBACK_FILE', '/dev/null')
  await show(name, play)
})

it('assistant looks as its README shows it', async () => {
  await using endpoint = await startEndpoint(calculates)
  vi.stubEnv('OPENAI_BASE_URL', endpoint.url)
  vi.stubEnv('OPENAI_API_KEY', 'a key')
  vi.stubEnv('OPENAI_MODEL', 'small-model')
  await show('assistant', async (page) => {
    await say(page, 'What is 6 times 7?')
    await eventually(() => lastAnswer(page)).toContain('It is 42.')
    await answered(page)
    await page.locator('.work-head').click()
    await page.getByText('calculator').first().waitFor()
  })
})

async function show(name: string, play: (page: Page) => Promise<void>): Promise<void> {
  await using chat = await startTestChat(new URL(`${name}/app.ts`, examples), { web: true })
  await using visitor = await browser.visit(chat.url, { viewport: pictureSize })
  const page = await visitor.open()
  await page.locator('#chat-input').waitFor()
  await play(page)
  await takeExamplePicture(page, name)
}

function lastAnswer(page: Page): Promise<string> {
  return answers(page).last().innerText()
}

/** Waits until nothing is at work any more. */
async function answered(page: Page, timeout = 15_000): Promise<void> {
  await pause(50)
  await page.locator('.turn[data-state="completed"]').last().waitFor({ timeout })
}
