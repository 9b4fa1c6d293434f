import {
  checkbox,
  createApp,
  date,
  dateRange,
  multiSelect,
  number,
  radio,
  select,
  slider,
  tags,
  textInput,
  toggle,
} from 'chatwright'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { answers, browserForTests, eventually, say, lostLine } from './lib.ts'

const browser = browserForTests()
const cities = ['Lisbon', 'Porto', 'Faro', 'Évora', 'Braga', 'Coimbra', 'Sintra', 'Aveiro', 'Lagos', 'Tomar']

function appWithSettings() {
  const app = createApp({
    name: 'Concierge',
    settings: {
      city: select({ label: 'City', options: cities.map((label, at) => ({ value: `city-${at}`, label })) }),
      pace: radio({
        label: 'Pace',
        options: [
          { value: 'slow', label: 'Slow' },
          { value: 'quick', label: 'Quick' },
        ],
      }),
      heat: slider({ label: 'Heat', min: 0, max: 2, step: 0.5, initial: 1 }),
      guests: number({ label: 'Guests', min: 1, max: 9, initial: 2 }),
      loud: toggle({ label: 'Loud' }),
      stairs: checkbox({ label: 'Stairs' }),
      likes: multiSelect({ label: 'Likes', options: ['Food', 'Tiles', 'Trams'] }),
      words: tags({ label: 'Words', initial: ['a'] }),
      note: textInput({ label: 'Note', multiline: true }),
      day: date({ label: 'Day', min: '2026-03-10', max: '2026-03-20' }),
      stay: dateRange({ label: 'Stay', min: '2026-03-01', max: '2026-03-31' }),
    },
  })
  app.onMessage((_, chat) => chat.send(`\`\`\`json\n${JSON.stringify(chat.settings)}\n\`\`\``))
  app.onSettings((values, before, chat) => chat.send(`Heat was ${before.heat}, is ${values.heat}.`))
  return app
}

async function told(page: Page): Promise<unknown> {
  const before = await answers(page).count()
  await say(page, 'settings')
  await eventually(() => answers(page).count()).toBe(before + 1)
  await eventually(() => answers(page).last().innerText()).toContain('}')
  return JSON.parse(/\{.*\}/s.exec(await answers(page).last().innerText())?.[0] as string)
}

async function open(page: Page): Promise<void> {
  await page.locator('#chat-settings-open-modal').press('Enter')
  await page.locator('#setting-city').waitFor()
}

it('SET-01. to 09. what each widget gives the handler, and what the panel shows after a reload', async () => {
  await using chat = await startTestChat(appWithSettings(), { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url, { expected: lostLine })
  const page = await visitor.open()
  const initial = {
    city: 'city-0',
    pace: 'slow',
    heat: 1,
    guests: 2,
    loud: false,
    stairs: false,
    likes: [],
    words: ['a'],
    note: null,
    day: null,
    stay: null,
  }
  expect(await told(page)).toEqual(initial)
  await open(page)
  expect(await page.locator('#setting-heat').inputValue()).toBe('1')
  expect(await page.locator('#setting-guests').inputValue()).toBe('2')

  // A long list is searched; what is chosen by its label is given by its value.
  await page.locator('#setting-city').press('ArrowDown')
  const search = page.getByRole('combobox', { name: 'Search City' })
  await search.fill('évo')
  await eventually(() => page.locator('#setting-city-options [role="option"]').allInnerTexts()).toEqual(['Évora'])
  expect(await axeProblems(page)).toEqual([])
  await search.press('Enter')
  await page.getByRole('radio', { name: 'Quick' }).check()
  await page.locator('#setting-heat').press('ArrowRight')
  await page.locator('#setting-guests').fill('')
  await page.getByRole('switch', { name: 'Loud' }).press('Space')
  await page.getByLabel('Stairs').press('Space')
  for (const like of ['Trams', 'Food']) await page.getByRole('checkbox', { name: like }).press('Space')
  await page.getByRole('checkbox', { name: 'Trams' }).press('Space')
  await page.locator('#setting-words').fill('free')
  await page.locator('#setting-words').press('Enter')
  await page.locator('#setting-note').fill('One.\n\nTwo.')
  await page.locator('#setting-day').fill('2026-03-12')
  await page.locator('#setting-stay').fill('2026-03-05')
  await page.getByLabel('To', { exact: true }).fill('2026-03-07')
  await page.locator('#confirm').press('Enter')
  await eventually(() => answers(page).last().innerText()).toContain('Heat was 1, is 1.5.')
  const changed = {
    city: 'city-3',
    pace: 'quick',
    heat: 1.5,
    guests: null,
    loud: true,
    stairs: true,
    likes: ['Food'],
    words: ['a', 'free'],
    note: 'One.\n\nTwo.',
    day: '2026-03-12',
    stay: ['2026-03-05', '2026-03-07'],
  }
  expect(await told(page)).toEqual(changed)

  await chat.restart()
  await page.reload()
  await open(page)
  expect(await page.locator('#setting-heat').inputValue()).toBe('1.5')
  expect(await page.locator('#setting-city').innerText()).toBe('Évora')
  expect(await page.getByRole('radio', { name: 'Quick' }).isChecked()).toBe(true)
  expect(await page.locator('#setting-guests').inputValue()).toBe('')
  expect(await page.getByRole('switch', { name: 'Loud' }).isChecked()).toBe(true)
  expect(await page.locator('#setting-note').inputValue()).toBe('One.\n\nTwo.')
  expect(await page.locator('#setting-day').inputValue()).toBe('2026-03-12')
})

it('SET-09. and 05. days out of bounds cannot be picked; what is out of bounds, or ends before it begins, is refused', async () => {
  await using chat = await startTestChat(appWithSettings(), { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await open(page)
  // What a date input does not offer is by its bounds.
  const bounds = (selector: string) =>
    page.locator(selector).evaluate((input) => [(input as HTMLInputElement).min, (input as HTMLInputElement).max])
  expect(await bounds('#setting-day')).toEqual(['2026-03-10', '2026-03-20'])
  await page.locator('#setting-stay').fill('2026-03-05')
  expect(await page.getByLabel('To', { exact: true }).getAttribute('min')).toBe('2026-03-05')
  await page.getByLabel('To', { exact: true }).fill('2026-03-02')
  await page.getByText('It ends before it begins.').waitFor()
  await page.locator('#setting-day').fill('2026-03-21')
  await page.getByText('Not above 20 Mar 2026.').waitFor()
  await page.locator('#setting-guests').fill('10')
  await page.getByText('Not above 9.').waitFor()
  await page.locator('#confirm').press('Enter')
  await eventually(() => page.locator('#chat-settings').count()).toBe(1)
  expect(await axeProblems(page)).toEqual([])
  // Letters stay as they are typed, and are no number.
  await page.locator('#setting-guests').fill('')
  await page.locator('#setting-guests').pressSequentially('a few')
  await page.getByText('This is not a value that fits here.').waitFor()
  expect(await page.locator('#setting-guests').inputValue()).toBe('a few')
  expect(await page.locator('#setting-guests').getAttribute('aria-invalid')).toBe('true')
  await page.locator('#confirm').press('Enter')
  await eventually(() => page.locator('#chat-settings').count()).toBe(1)
  // Reset puts all back, with the panel open and nothing left to blame.
  const reset = page.getByRole('button', { name: 'Reset' })
  await reset.click()
  await eventually(() => page.locator('#setting-guests').inputValue()).toBe('2')
  for (const day of ['#setting-day', '#setting-stay']) expect(await page.locator(day).inputValue()).toBe('')
  expect(await page.locator('#chat-settings .hint.bad, #chat-settings .badge.accent').count()).toBe(0)
  expect(await reset.isDisabled()).toBe(true)
  await page.keyboard.press('Escape')
  // The server keeps the same rules.
  for (const values of [
    { day: '2026-03-21' },
    { stay: ['2026-03-07', '2026-03-05'] },
    { day: '2026-02-30' },
    { stay: '2026-03-05' },
  ]) {
    await expect(chat.changeSettings(values)).rejects.toMatchObject({ code: 'setting_invalid' })
  }
})

it('SET-02. what is being edited survives a form that changes meanwhile; what is cancelled leaves no trace', async () => {
  const app = createApp({
    settings: {
      provider: select({ label: 'Provider', options: ['near', 'far'] }),
      model: select({ label: 'Model', options: ['n1', 'n2'] }),
      note: textInput({ label: 'Note' }),
    },
  })
  app.onMessage((_, chat) => chat.send(JSON.stringify(chat.settings)))
  app.onSettingsEdit((draft, chat) =>
    chat.offer({
      settings: {
        model: select({ label: 'Model', options: draft.provider === 'far' ? ['f1', 'n2'] : ['n1', 'n2'] }),
        ...(draft.provider === 'far' ? { key: textInput({ label: 'Key' }) } : {}),
      },
    }),
  )
  await using chat = await startTestChat(app, { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await page.locator('#chat-settings-open-modal').click()
  await page.locator('#setting-note').fill('half a thou')
  const choose = async (field: string, option: string): Promise<void> => {
    await page.locator(`#setting-${field}`).click()
    await page.locator(`#setting-${field}-options`).getByRole('option', { name: option }).click()
  }
  await choose('model', 'n2')
  await choose('provider', 'far')
  await page.locator('#setting-key').waitFor()
  expect(await page.locator('#setting-note').inputValue()).toBe('half a thou')
  expect(await page.locator('#setting-model').innerText()).toBe('n2')
  await page.locator('#setting-key').fill('mine')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await eventually(() => page.locator('#chat-settings').count()).toBe(0)
  await say(page, 'what')
  await eventually(() => answers(page).last().innerText()).toContain('{"provider":"near","model":"n1","note":null}')
})

it('SET-10. a dialog that is open from the start: what is disabled is shown and cannot be changed; a widget says what it is for', async () => {
  const app = createApp({
    settingsPanel: { open: true },
    settings: {
      fixed: slider({ label: 'Fixed', initial: 3, disabled: true, description: 'Your plan has three.' }),
      free: slider({ label: 'Free', initial: 1, tooltip: 'As many as you like' }),
    },
  })
  app.onMessage((_, chat) => chat.send(JSON.stringify(chat.settings)))
  await using chat = await startTestChat(app, { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await page.getByRole('dialog', { name: 'Settings' }).waitFor()
  expect(await page.locator('#setting-fixed').isDisabled()).toBe(true)
  await page.getByText('Your plan has three.').waitFor()
  expect(await page.locator('#setting-free').isDisabled()).toBe(false)
  expect(await page.locator('#chat-settings').innerHTML()).toContain('As many as you like')
  expect(await axeProblems(page)).toEqual([])
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('#chat-settings').count()).toBe(0)
  expect(await chat.changeSettings({ fixed: 9, free: 2 }).catch(() => null)).not.toMatchObject({ fixed: 9 })
  expect(await chat.say('what')).toMatch(/"fixed":3/)
})

it('SET-10. the whole panel by keys: opened, kept within, closed, and the focus is where it was', async () => {
  await using chat = await startTestChat(appWithSettings(), { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await page.locator('#chat-settings-open-modal').focus()
  await page.keyboard.press('Enter')
  await page.locator('#setting-city').waitFor()
  const isInside = () => page.evaluate(() => document.activeElement?.closest('#chat-settings') !== null)
  await eventually(isInside).toBe(true)
  const seen = new Set<string>()
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('Tab')
    expect(await isInside()).toBe(true)
    seen.add(await page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || ''))
  }
  for (const id of [
    'setting-city',
    'setting-heat',
    'setting-guests',
    'setting-loud',
    'setting-note',
    'setting-day',
    'confirm',
  ]) {
    expect([...seen], id).toContain(id)
  }
  await page.keyboard.press('Shift+Tab')
  expect(await isInside()).toBe(true)
  // Escape closes what is open within it first.
  await page.locator('#setting-city').focus()
  await page.keyboard.press('ArrowDown')
  await page.locator('#setting-city-options').waitFor()
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('#setting-city-options').count()).toBe(0)
  expect(await page.locator('#chat-settings').count()).toBe(1)
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('#chat-settings').count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('chat-settings-open-modal')
})
