import { fileURLToPath } from 'node:url'
import { startTestChat } from 'chatwright/testing'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { answers, browserForTests, eventually, phone, say } from './lib.ts'

const app = fileURLToPath(new URL('../stop/apps/offers.ts', import.meta.url))
const starterApp = fileURLToPath(new URL('../../examples/starters/app.ts', import.meta.url))
const browser = browserForTests()

it.each([{ width: 1280, height: 800 }, phone])(
  'START-01. and 02. a starter is said at a press, fills the composer, or opens with its group: $width',
  async (viewport) => {
    await using chat = await startTestChat(starterApp, { web: true })
    await using visitor = await browser.visit(chat.url, { viewport })
    const page = await visitor.open()
    await page.locator('#starter-plan-a-weekend svg path').first().waitFor()
    expect(await axeProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'Find tickets' }).click()
    expect(await page.inputValue('#chat-input')).toBe('Find tickets for ')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('chat-input')
    await page.fill('#chat-input', '')
    expect(await page.getByRole('button', { name: 'Tiles' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Sights' }).press('Enter')
    await page.getByRole('button', { name: 'Tiles' }).waitFor()
    expect(await axeProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'Sights' }).click()
    await eventually(() => page.getByRole('button', { name: 'Tiles' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Plan a weekend' }).click()
    await eventually(() => answers(page).last().innerText()).toContain('You asked: Plan a weekend in Lisbon')
    await eventually(() => page.locator('.user').innerText()).toContain('two days, on foot')
    await eventually(() => page.locator('#starters').count()).toBe(0)
  },
)

it('CMD-01. to 04. commands by slash, menu and button, by key and by mouse; kept with what was said', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const chosen = page.locator('.tools .pill[aria-pressed="true"]')
  const last = () => answers(page).last().innerText()
  await page.locator('#command-search').waitFor()

  // By slash: filtered, the best match first, arrows, Escape leaves the text.
  await page.fill('#chat-input', '/')
  await page.locator('#slash-menu').waitFor()
  expect(await axeProblems(page)).toEqual([])
  expect(await page.locator('#slash-menu [role="option"]').allInnerTexts()).toHaveLength(3)
  const pointed = () => page.locator('#slash-menu .is-hover').innerText()
  for (const [key, label] of [
    ['ArrowDown', 'Picture'],
    ['ArrowUp', 'Search'],
    ['ArrowUp', 'own'],
    ['ArrowDown', 'Search'],
  ] as const) {
    await page.keyboard.press(key)
    await eventually(pointed).toContain(label)
  }
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('#slash-menu').count()).toBe(0)
  expect(await page.inputValue('#chat-input')).toBe('/')
  await page.fill('#chat-input', '/sea')
  await page.locator('#slash-menu').waitFor()
  await page.keyboard.press('Enter')
  expect(await chosen.innerText()).toContain('Search')
  expect(await page.inputValue('#chat-input')).toBe('')
  expect(await axeProblems(page)).toEqual([])

  // Alone, without words; it is chosen no more afterwards.
  await page.keyboard.press('Enter')
  await eventually(last).toContain('(nothing) search')
  await eventually(() => page.locator('.user .command-span').innerText()).toBe('Search')
  expect(await chosen.count()).toBe(0)

  // What nobody knows is text.
  await say(page, '/unknown')
  await eventually(last).toContain('/unknown -')

  // By its button, by the menu and its keys.
  await page.click('#command-search')
  await say(page, 'by button')
  await eventually(last).toContain('by button search')
  await page.locator('#command-button').press('Enter')
  await page.locator('[role="menu"]').waitFor()
  expect(await axeProblems(page)).toEqual([])
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  expect(await chosen.innerText()).toContain('own')
  await page.click('#command-search')
  expect(await chosen.allInnerTexts()).toHaveLength(1)
  await page.click('#command-search')
  expect(await chosen.count()).toBe(0)

  // Its own handler, and what is shown after a reload.
  await page.fill('#chat-input', '/own')
  await page.keyboard.press('Tab')
  await say(page, 'words')
  await eventually(last).toContain('Its own: own words')
  const before = await page.locator('.log').innerText()
  await page.reload()
  await eventually(() => page.locator('.log').innerText()).toBe(before)

  // What the app takes back is neither shown nor sent.
  await page.click('#command-search')
  await say(page, 'offer-less')
  await eventually(last).toContain('offered')
  await eventually(() => page.locator('#command-search').count()).toBe(0)
  await say(page, 'plain')
  await eventually(last).toContain('plain - {}')
  await page.fill('#chat-input', '/other')
  await page.locator('#slash-menu').waitFor()
  await page.fill('#chat-input', '')
  await say(page, 'offer-none')
  await eventually(() => page.locator('.tools .pill, #command-button').count()).toBe(0)
})

it('CMD-03. on a phone a button is its icon, and a persistent command stays chosen', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { viewport: phone })
  const page = await visitor.open()
  await page.locator('#command-search svg path').first().waitFor()
  expect(await page.locator('#command-search .pill-label').isVisible()).toBe(false)
  expect((await page.locator('#command-search').boundingBox())?.width).toBeLessThan(48)
  expect(await axeProblems(page)).toEqual([])
  await page.fill('#chat-input', '/pic')
  await page.locator('#slash-menu [role="option"]').click()
  for (const words of ['one', 'two']) {
    await say(page, words)
    await eventually(() => answers(page).last().innerText()).toContain(`${words} picture {"size":1}`)
  }
  await page.click('#command-picture')
  await eventually(() => page.locator('#command-picture').count()).toBe(0)
})

it('MODE-01. and 02. two pickers, by key and mouse; choices stay over messages, changes and a reload', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const last = () => answers(page).last().innerText()
  const model = page.locator('#mode-picker-trigger-model')
  await model.waitFor()
  expect(await model.innerText()).toBe('fast')
  await eventually(() => page.locator('#mode-picker-trigger-effort').innerText()).toBe('high')
  await model.press('ArrowDown')
  await eventually(() => page.locator('[role="listbox"] .is-hover').innerText()).toBe('fast')
  expect(await axeProblems(page)).toEqual([])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await eventually(() => model.innerText()).toBe('Thorough')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('mode-picker-trigger-model')
  await page.locator('#mode-picker-trigger-effort').click()
  await page.getByRole('option', { name: 'low' }).click()
  // A starter that says nothing of them takes the modes along, and the command that is chosen, once.
  await page.click('#command-search')
  await page.getByRole('button', { name: 'Begin in' }).click()
  await eventually(last).toContain('hello search {} {"model":"slow","effort":"low"}')
  expect(await page.locator('.tools .pill[aria-pressed="true"]').count()).toBe(0)
  for (const words of ['one', 'two', 'three']) {
    await say(page, words)
    await eventually(last).toContain(`${words} - {} {"model":"slow","effort":"low"}`)
    expect(await page.locator('.user .mode-span').last().innerText()).toBe('Thorough')
  }
  await page.reload()
  await eventually(() => model.innerText()).toBe('Thorough')
  // Escape closes the list and nothing else.
  await model.click()
  await page.locator('[role="listbox"]').waitFor()
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('[role="listbox"]').count()).toBe(0)
  await say(page, 'offer-less')
  await eventually(() => page.locator('#mode-picker-trigger-effort').count()).toBe(0)
  expect(await model.innerText()).toBe('slow')
})

const settingsApp = fileURLToPath(new URL('../../examples/settings/app.ts', import.meta.url))

it('SET-01. to 10. every widget by keys and mouse; saved, said, and there again after a reload', async () => {
  await using chat = await startTestChat(settingsApp, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const open = async (): Promise<void> => {
    await page.click('#chat-settings-open-modal')
    await page.locator('#chat-settings').waitFor()
  }
  await open()
  await page.locator('#setting-temperature').waitFor()
  expect(await axeProblems(page)).toEqual([])

  // Another provider, and the list of models follows while the dialog stays; Cancel puts all back.
  await page.getByRole('radio', { name: 'Far away' }).check()
  await eventually(() => page.locator('#setting-model').innerText()).toContain('Owl')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await eventually(() => page.locator('#chat-settings').count()).toBe(0)
  await open()
  expect(await page.getByRole('radio', { name: 'This machine' }).isChecked()).toBe(true)
  await eventually(() => page.locator('#setting-model').innerText()).toContain('Small and fast')

  await page.focus('#setting-temperature')
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight')
  await eventually(() => page.locator('.at-end').innerText()).toBe('1')
  await page.fill('#setting-instructions', 'Be kind.\nBe brief.')
  await page.fill('#setting-stopWords', 'STOP')
  await page.press('#setting-stopWords', 'Enter')
  await page.getByRole('button', { name: 'Remove END' }).click()
  await page.getByRole('switch').click()
  await page.focus('#setting-model')
  await page.keyboard.press('ArrowDown')
  await page.locator('#setting-model-options').waitFor()
  expect(await axeProblems(page)).toEqual([])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await eventually(() => page.locator('#setting-model').innerText()).toContain('Large and slow')

  await page.getByRole('tab', { name: 'Model' }).focus()
  await page.keyboard.press('ArrowRight')
  expect(await page.getByRole('tab', { name: 'Travel' }).getAttribute('aria-selected')).toBe('true')
  expect(await axeProblems(page)).toEqual([])
  await page.locator('#setting-guests').fill('99')
  await page.getByText('Not above 9.').waitFor()
  await page.click('#confirm')
  await eventually(() => page.locator('#chat-settings').count()).toBe(1)
  await page.locator('#setting-guests').fill('3')
  await page.locator('#setting-guests').press('ArrowUp')
  await page.getByRole('checkbox', { name: 'Trams' }).check()
  await page.getByRole('checkbox', { name: 'Food' }).check()
  await page.getByLabel('Steep stairs').check()
  await page.locator('#setting-stay').fill('2026-10-02')
  await page.getByLabel('To', { exact: true }).fill('2026-10-05')
  await page.locator('#setting-key').fill('secret')
  expect(await page.locator('#setting-key').getAttribute('type')).toBe('password')
  await page.click('#confirm')
  await eventually(() => page.locator('#chat-settings').count()).toBe(0)
  await eventually(() => answers(page).last().innerText()).toContain('From 0.7 to 1, with Large and slow.')
  await say(page, 'hello')
  await eventually(() => answers(page).last().innerText()).toContain('At 1.0, for 4, from 2026-10-02 to 2026-10-05.')
  expect(chat.url).toBeTruthy()

  await page.reload()
  await page.locator('#chat-settings-open-modal').waitFor()
  await open()
  expect(await page.locator('#setting-instructions').inputValue()).toBe('Be kind.\nBe brief.')
  await eventually(() => page.locator('.tag').allInnerTexts()).toEqual(['STOP'])
  expect(await page.getByRole('switch').isChecked()).toBe(false)
  await page.getByRole('tab', { name: 'Travel' }).click()
  expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(3)
  expect(await page.locator('#setting-stay').inputValue()).toBe('2026-10-02')
  // Escape closes it, and gives the focus back.
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('#chat-settings').count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('chat-settings-open-modal')
})

it.each([{ width: 1280, height: 800 }, phone])(
  'SET-10. beside the conversation, open from the start: $width',
  async (viewport) => {
    const sideApp = fileURLToPath(new URL('./apps/side-settings.ts', import.meta.url))
    await using chat = await startTestChat(sideApp, { web: true })
    await using visitor = await browser.visit(chat.url, { viewport })
    const page = await visitor.open()
    await page.locator('#setting-size').waitFor()
    expect(await axeProblems(page)).toEqual([])
    await page.locator('#setting-size').fill('5')
    await page.getByRole('tab', { name: 'Two' }).click()
    await page.locator('#setting-word').fill('new')
    await page.getByRole('tab', { name: 'One' }).click()
    expect(await page.locator('#setting-size').inputValue()).toBe('5')
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect(await page.locator('#setting-size').inputValue()).toBe('1')
    await page.getByRole('tab', { name: 'Two' }).click()
    expect(await page.locator('#setting-word').inputValue()).toBe('old')
  },
)

const profilesApp = fileURLToPath(new URL('../../examples/profiles/app.ts', import.meta.url))

it('PROF-02. chosen before talking at once, afterwards when confirmed; the card stays for its links', async () => {
  await using chat = await startTestChat(profilesApp, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await page.locator('.seg').waitFor()
  expect(await page.getByRole('radio', { name: 'Concierge' }).isChecked()).toBe(true)
  await eventually(() => page.locator('.starter').count()).toBe(2)
  expect(await axeProblems(page)).toEqual([])
  await page.fill('#chat-input', 'half a thought')
  await page.getByRole('radio', { name: 'Researcher' }).check()
  await eventually(() => page.locator('h1').innerText()).toBe('Researcher')
  await eventually(() => page.locator('.starter').count()).toBe(0)
  expect(await page.inputValue('#chat-input')).toBe('half a thought')
  await say(page, 'tiles')
  await eventually(() => answers(page).last().innerText()).toContain('Reading about tiles, at 0.2.')
  await page.locator('.thread svg.i-s path').first().waitFor()
  expect(await page.locator('.thread').getAttribute('title')).toBe('tiles, with Researcher')

  // In the header now. By keys: the card describes what is pointed at.
  const button = page.locator('#chat-profiles')
  await button.focus()
  await page.keyboard.press('ArrowDown')
  await page.locator('#profile-options').waitFor()
  expect(await axeProblems(page)).toEqual([])
  await page.keyboard.press('ArrowDown')
  await eventually(() => page.locator('#chat-profile-description').innerText()).toContain('Looks for what breaks')
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('#profile-options').count()).toBe(0)

  // By mouse: the way to a link in the card.
  await button.click()
  await page.getByRole('option', { name: 'Researcher' }).hover()
  const link = page.getByRole('link', { name: 'numbered citations' })
  await link.hover()
  expect(await link.isVisible()).toBe(true)
  await page.getByRole('option', { name: 'Code reviewer' }).click()
  await page.locator('#new-chat-dialog').waitFor()
  expect(await axeProblems(page)).toEqual([])
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('#new-chat-dialog').count()).toBe(0)
  expect(await answers(page).count()).toBe(1)
  await button.click()
  await page.getByRole('option', { name: 'Code reviewer' }).click()
  await page.keyboard.press('Enter')
  await eventually(() => page.locator('h1').innerText()).toBe('Code reviewer')
  expect(await answers(page).count()).toBe(0)
  await say(page, 'x')
  await eventually(() => answers(page).last().innerText()).toContain('breaks on the first day')

  // Remembered on this device; the address wins, and one that there is not is the default.
  const other = await visitor.open('/')
  await eventually(() => other.locator('h1').innerText()).toBe('Code reviewer')
  const asked = await visitor.open('/?profile=concierge')
  await eventually(() => asked.locator('h1').innerText()).toBe('Concierge')
  const invented = await visitor.open('/?profile=invented')
  await eventually(() => invented.locator('h1').innerText()).toBe('Concierge')
})
