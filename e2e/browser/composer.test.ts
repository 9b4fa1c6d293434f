import { createApp, number } from 'chatwright'
import { startTestChat } from 'chatwright/testing'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { answers, browserForTests, eventually, lostLine, pause, phone, say } from './lib.ts'

const browser = browserForTests()

it('PROF-03. a profile without uploads: no paper clip, and the server refuses; another one takes files', async () => {
  const app = createApp({
    profiles: [
      { id: 'reader', label: 'Reader' },
      { id: 'talker', label: 'Talker', uploads: false, feedback: true },
      { id: 'strict', label: 'Strict', uploads: { accept: ['image/*'], maxFiles: 1 } },
    ],
  })
  app.onMessage((message, chat) => chat.send(`${chat.profile} got ${message.attachments.length}`))
  await using chat = await startTestChat(app, { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const text = [{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') }]
  await page.setInputFiles('#upload-button-input', text)
  await page.locator('#attachments').getByText('a.txt').waitFor()
  await say(page, 'here')
  await eventually(() => answers(page).last().innerText()).toContain('reader got 1')
  expect(await page.locator('[data-feedback]').count()).toBe(0)

  const other = await visitor.open('/?profile=talker')
  await eventually(() => other.locator('h1').innerText()).toBe('Talker')
  await pause(600)
  expect(await other.locator('#upload-button, #upload-button-input').count()).toBe(0)
  await say(other, 'hello')
  await eventually(() => answers(other).last().innerText()).toContain('talker got 0')
  await other.locator('[data-feedback]').first().waitFor()

  await using talker = await chat.newTab(null, { profileId: 'talker' })
  await expect(talker.upload('a.txt', 'a', 'text/plain')).rejects.toMatchObject({ code: 'file_refused' })
  await using strict = await chat.newTab(null, { profileId: 'strict' })
  await expect(strict.upload('a.txt', 'a', 'text/plain')).rejects.toMatchObject({ code: 'file_refused' })
  expect(await talker.say('x')).toBe('talker got 0')
  await talker.giveFeedback('up')
  await using reader = await chat.newTab(null, { profileId: 'reader' })
  const files = [await reader.upload('a.txt', 'a', 'text/plain')]
  expect(await reader.say('x', { files })).toBe('reader got 1')
  await expect(reader.giveFeedback('up')).rejects.toMatchObject({ code: 'not_offered' })

  for (const profile of [{ uploads: 'none' }, { feedback: { reasons: [1] } }]) {
    expect(() => createApp({ profiles: [{ id: 'a', ...(profile as object) }] })).toThrow('profiles[0].')
  }
})

it('PROF-03. HTML, Markdown, favourites and what is said of a stop are as the profile says, there alone', async () => {
  const app = createApp({
    stopNotice: { en: 'Halted.' },
    profiles: [
      { id: 'plain' },
      {
        id: 'rich',
        html: true,
        favorites: true,
        markdown: { math: false, alerts: 'outlined' },
        stopNotice: 'The rich one rests.',
      },
      { id: 'quiet', stopNotice: false, markdown: { assistant: false } },
    ],
  })
  app.onMessage(async (message, chat) => {
    await chat.send('Press <kbd>Esc</kbd>, $x^2$\n\n> [!NOTE]\n> Look.')
    if (message.text === 'wait') await chat.sleep(60_000)
  })
  await using chat = await startTestChat(app, { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url)
  const look = async (profile: string) => {
    const page = await visitor.open(`/?profile=${profile}`)
    await say(page, 'wait')
    await eventually(() => answers(page).last().innerText()).toContain('Esc')
    // What is drawn is drawn by parts that come later.
    if (profile !== 'quiet') await page.locator('.turn .alert').waitFor()
    if (profile === 'plain') await page.locator('.turn .katex').first().waitFor()
    await page.click('#stop-button')
    await page.locator('.turn[data-state="stopped"]').waitFor()
    await page.locator('.user').hover()
    const count = (selector: string) => page.locator(selector).count()
    return {
      keys: await count('.turn kbd'),
      formulas: (await count('.turn .katex')) > 0,
      outlined: await count('.turn .alert.is-outlined'),
      alerts: await count('.turn .alert'),
      stars: (await count('.user [data-favorite]')) + (await count('#favorites-button')),
      notice: await page.locator('.notice .said').allInnerTexts(),
    }
  }
  expect(await look('plain')).toEqual({
    keys: 0,
    formulas: true,
    outlined: 0,
    alerts: 1,
    stars: 0,
    notice: ['Halted.'],
  })
  expect(await look('rich')).toEqual({
    keys: 1,
    formulas: false,
    outlined: 1,
    alerts: 1,
    stars: 2,
    notice: ['The rich one rests.'],
  })
  expect(await look('quiet')).toEqual({ keys: 0, formulas: false, outlined: 0, alerts: 0, stars: 0, notice: [] })

  await using rich = await chat.newTab(null, { profileId: 'rich' })
  await rich.say('hello')
  await rich.client.favorites.add(rich.threadId, rich.messages[0]?.id as string)
  await using plain = await chat.newTab(null, { profileId: 'plain' })
  await plain.say('hello')
  const adding = plain.client.favorites.add(plain.threadId, plain.messages[0]?.id as string)
  await expect(adding).rejects.toMatchObject({ code: 'not_offered' })
  for (const profile of [{ html: 'yes' }, { markdown: { alerts: 'round' } }, { favorites: 1 }, { stopNotice: 7 }]) {
    expect(() => createApp({ profiles: [{ id: 'a', ...(profile as object) }] })).toThrow('profiles[0].')
  }
})

it.each([{ width: 1280, height: 800 }, phone])(
  'START-01. and 02. one group is open at a time; a starter with a command; shown again in a new chat: $width',
  async (viewport) => {
    const app = createApp({
      commands: [{ id: 'search', label: 'Search' }],
      starters: [
        { label: 'Look', text: 'Where are tiles?', command: 'search' },
        { label: 'Fill', text: 'Tickets for ', submit: false },
        { label: 'A one', category: { label: 'A', icon: 'map-pin' } },
        { label: 'A two', category: 'A' },
        { label: 'B one', category: 'B' },
      ],
    })
    app.onMessage((message, chat) => chat.send(`${message.command ?? '-'}: ${message.text}`))
    await using chat = await startTestChat(app, { host: 'inline', web: true })
    await using visitor = await browser.visit(chat.url, { viewport })
    const page = await visitor.open()
    const grouped = async (): Promise<string[]> =>
      (await page.locator('.starter b').allInnerTexts()).filter((label) => /^[AB] /.test(label))
    const group = (name: string) => page.getByRole('button', { name, exact: true })
    await eventually(() => group('A').locator('svg').count()).toBe(1)
    expect(await group('B').locator('svg').count()).toBe(0)
    await group('A').click()
    await eventually(grouped).toEqual(['A one', 'A two'])
    await group('B').press('Enter')
    await eventually(grouped).toEqual(['B one'])
    expect(await axeProblems(page)).toEqual([])
    await group('B').press('Enter')
    await eventually(grouped).toEqual([])

    // One that fills the composer leaves what was written there.
    await page.fill('#chat-input', 'my words')
    await page.getByRole('button', { name: 'Fill' }).click()
    expect(await page.inputValue('#chat-input')).toBe('my words\nTickets for ')
    await page.getByRole('button', { name: 'Look' }).click()
    await eventually(() => answers(page).last().innerText()).toContain('search: Where are tiles?')
    expect(await page.locator('.user .command-span').innerText()).toBe('Search')
    expect(await page.locator('#starters').count()).toBe(0)
    expect(await page.inputValue('#chat-input')).toBe('my words\nTickets for ')
    await page.keyboard.press('Control+Shift+O')
    await page.getByRole('button', { name: 'Look' }).waitFor()
  },
)

it('START-01. starters wait for a line', async () => {
  const app = createApp({ starters: [{ label: 'Look' }] })
  app.onMessage((message, chat) => chat.send(message.text))
  await using chat = await startTestChat(app, { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url, { expected: lostLine })
  const page = await visitor.open()
  const starter = page.getByRole('button', { name: 'Look' })
  await eventually(() => starter.isEnabled()).toBe(true)
  await page.context().setOffline(true)
  await page.evaluate(() => dispatchEvent(new Event('offline')))
  await chat.gateway.close()
  await eventually(() => starter.isEnabled()).toBe(false)
  expect(await page.locator('.user').count()).toBe(0)
})

it('CMD-01. a command that is flagged is chosen from the start, one at a time, and not again by itself', async () => {
  const app = createApp({
    commands: [
      { id: 'search', label: 'Search', selected: true, placement: 'button' },
      { id: 'draw', label: 'Draw', placement: 'button' },
    ],
  })
  app.onMessage(async (message, chat) => {
    if (message.text === 'other') {
      await chat.offer({
        commands: [{ id: 'draw', label: 'Draw', placement: 'button' }],
        settings: { guests: number({ label: 'Guests', initial: 2 }) },
      })
    }
    const settings = message.text === 'how many' ? ` ${JSON.stringify(chat.settings)}` : ''
    await chat.send(`${message.command ?? '-'}: ${message.text}${settings}`)
  })
  await using chat = await startTestChat(app, { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const last = () => answers(page).last().innerText()
  await page.getByRole('button', { name: 'Search, chosen' }).waitFor()
  expect(await page.locator('#chat-settings-open-modal').count()).toBe(0)
  await page.getByRole('button', { name: 'Draw' }).click()
  await page.getByRole('button', { name: 'Draw, chosen' }).waitFor()
  expect(await page.locator('.tools .pill[aria-pressed="true"]').count()).toBe(1)
  await page.locator('#command-search').click()
  await say(page, 'other')
  await eventually(last).toContain('search: other')
  // What is offered no more is not sent, seen or unseen.
  await eventually(() => page.locator('#command-search').count()).toBe(0)
  await say(page, 'plain')
  await eventually(last).toContain('-: plain')
  // Settings that only this chat has, of an app that declares none.
  await page.locator('#chat-settings-open-modal').click()
  await eventually(() => page.locator('#setting-guests').inputValue()).toBe('2')
  await page.locator('#setting-guests').fill('3')
  await page.locator('#confirm').click()
  await eventually(() => page.locator('#chat-settings').count()).toBe(0)
  await say(page, 'how many')
  await eventually(last).toContain('-: how many {"guests":3}')
})

it('PROF-01. and 02. a remembered profile that is gone gives way to the default; one alone is not chosen', async () => {
  const profiles = (ids: string[]) =>
    ids.map((id) => ({ id, label: id.toUpperCase(), icon: 'chef-hat', description: `Knows *all* of ${id}.` }))
  const make = (ids: string[]) => {
    const app = createApp({
      profiles: profiles(ids),
      starters: ({ profile }) => [{ label: `Begin with ${profile}` }],
    })
    app.onMessage((_, chat) => chat.send(chat.profile))
    return app
  }
  await using chat = await startTestChat(make(['one', '厨师', 'three']), { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await page.getByRole('radio', { name: 'THREE' }).check()
  await eventually(() => page.locator('h1').innerText()).toBe('THREE')
  // It introduces itself, and what one can begin with is made for it.
  await page.locator('.hello .profile-face svg path').first().waitFor()
  await eventually(() => page.locator('.hello .profile-about').innerText()).toBe('Knows all of three.')
  await eventually(() => page.locator('.starter').allInnerTexts()).toEqual(['Begin with three'])
  const asked = await visitor.open('/?profile=厨师')
  await eventually(() => asked.locator('h1').innerText()).toBe('厨师')
  await eventually(() => asked.locator('.starter').allInnerTexts()).toEqual(['Begin with 厨师'])
  await asked.close()

  await chat.reload(make(['one', '厨师']))
  await page.goto(chat.url)
  await eventually(() => page.locator('h1').innerText()).toBe('ONE')
  await page.locator('.seg').waitFor()
  await say(page, 'who?')
  await eventually(() => answers(page).last().innerText()).toContain('one')
  await page.locator('#chat-profiles').waitFor()

  // Where there is one alone there is nothing to choose, before the first words and after them.
  await chat.reload(make(['one']))
  await page.goto(chat.url)
  await eventually(() => page.locator('.starter').allInnerTexts()).toEqual(['Begin with one'])
  expect(await page.locator('h1').innerText()).toBe('ONE')
  expect(await page.locator('.seg, #chat-profiles').count()).toBe(0)
  await page.getByRole('button', { name: 'Begin with one' }).click()
  await eventually(() => answers(page).last().innerText()).toContain('one')
  expect(await page.locator('.seg, #chat-profiles').count()).toBe(0)

  // Nor where there is none any more.
  const plain = createApp()
  plain.onMessage((_, chat) => chat.send('Nobody in particular.'))
  await chat.reload(plain)
  await page.goto(chat.url)
  await eventually(() => page.locator('.starter').count()).toBe(0)
  await say(page, 'who?')
  await eventually(() => answers(page).last().innerText()).toContain('Nobody in particular.')
})

it('PROF-02. who has pressed a button has begun: another profile is asked about first', async () => {
  const app = createApp({ profiles: [{ id: 'one' }, { id: 'two' }] })
  app.onChatStart((chat) => chat.send('Hello', { actions: [{ name: 'go', label: 'Go' }] }))
  app.onAction('go', (_, chat) => chat.send('Gone'))
  await using chat = await startTestChat(app, { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  const choose = async (label: string): Promise<void> => {
    await page.locator('#chat-profiles').click()
    await page.getByRole('option', { name: label }).click()
  }
  await page.getByRole('button', { name: 'Go' }).waitFor()
  await choose('two')
  await eventually(() => page.locator('#chat-profiles').innerText()).toBe('two')
  await page.getByRole('button', { name: 'Go' }).click()
  await eventually(() => answers(page).last().innerText()).toContain('Gone')
  await choose('one')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  expect(await page.locator('#chat-profiles').innerText()).toBe('two')
})

it('CMD-02. the menu does not fight with an input method, and five rows of it are seen', async () => {
  const app = createApp({
    commands: Array.from({ length: 9 }, (_, at) => ({ id: `cmd${at}`, label: `Picture ${at}` })),
  })
  app.onMessage((message, chat) => chat.send(`${message.command ?? '-'}: ${message.text}`))
  await using chat = await startTestChat(app, { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await page.locator('#chat-input').waitFor()
  await eventually(() => page.locator('#command-button').count()).toBe(1)
  await page.fill('#chat-input', '/pic')
  await page.locator('#slash-menu').waitFor()
  // Enter ends the composition and chooses nothing.
  await page.locator('#chat-input').evaluate((field) => {
    const keys = { key: 'Enter', bubbles: true, cancelable: true, isComposing: true }
    field.dispatchEvent(new KeyboardEvent('keydown', keys))
  })
  expect(await page.inputValue('#chat-input')).toBe('/pic')
  expect(await page.locator('.user').count()).toBe(0)
  const rows = await page.locator('#slash-menu .pop-rows, #slash-menu').first().boundingBox()
  const row = await page.locator('#slash-menu [role="option"]').first().boundingBox()
  expect((rows?.height ?? 0) / (row?.height ?? 1)).toBeLessThan(6)
  // What is chosen at the end of the list is seen there.
  await page.keyboard.press('ArrowUp')
  await eventually(() => page.locator('#slash-menu .is-hover').innerText()).toContain('Picture 8')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Picture 8, chosen' }).waitFor()
  await say(page, 'of an owl')
  await eventually(() => answers(page).last().innerText()).toContain('cmd8: of an owl')
  // Only at the start, and what nobody knows is text.
  await say(page, 'either /pic or not')
  await eventually(() => answers(page).last().innerText()).toContain('-: either /pic or not')
})

it('drafts survive all that happens beside them', async () => {
  const app = createApp({
    profiles: [
      { id: 'one', label: 'One' },
      { id: 'two', label: 'Two' },
    ],
    commands: [{ id: 'search', label: 'Search' }],
  })
  app.onChatStart(async (chat) => {
    await chat.sleep(600)
    await chat.send('Welcome.')
  })
  app.onMessage(async (message, chat) => {
    if (message.text === 'ask') await chat.ask.choice('Which?', ['this', 'that'])
    await chat.stream(slowly(message.text))
  })
  async function* slowly(text: string): AsyncGenerator<string> {
    for (const word of [text, ' is ', 'what ', 'you ', 'said.']) {
      await new Promise((resolve) => setTimeout(resolve, 120))
      yield word
    }
  }
  await using chat = await startTestChat(app, { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url, { expected: lostLine })
  const page = await visitor.open()
  const draft = 'half a thought,\nand its second line'
  const holds = async (words = draft): Promise<void> => {
    await pause(150)
    expect(await page.inputValue('#chat-input')).toBe(words)
  }

  // The first message arrives while it is being written.
  await page.fill('#chat-input', draft)
  await page.getByText('Welcome.').waitFor()
  await holds()
  // Another profile, before anything was said.
  await page.locator('#chat-profiles').click()
  await page.getByRole('option', { name: 'Two' }).click()
  await eventually(() => page.locator('#chat-profiles').innerText()).toContain('Two')
  await holds()
  await page.reload()
  await page.getByText('Welcome.').waitFor()
  await holds()

  // An answer, its Stop, a question that is answered by a press.
  await page.fill('#chat-input', '')
  await say(page, 'first')
  await page.fill('#chat-input', draft)
  await page.keyboard.press('Escape')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  await holds()
  await page.fill('#chat-input', '')
  await say(page, 'ask')
  await page.getByText('Which?').first().waitFor()
  await page.fill('#chat-input', draft)
  await page.locator('.choice').first().click()
  await eventually(() => answers(page).last().innerText()).toContain('ask is what you said.')
  await holds()

  // A command that is chosen, a dialog, another conversation and back, a new chat and back.
  await page.locator('#command-button').click()
  await page
    .getByRole('menuitem', { name: 'Search' })
    .or(page.getByRole('menuitemradio', { name: 'Search' }))
    .click()
  await holds()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await holds()
  const address = page.url()
  await page.locator('#new-chat-button').click()
  await page.getByText('Welcome.').waitFor()
  await holds('')
  await page.goBack()
  await eventually(() => page.url()).toBe(address)
  await eventually(() => page.inputValue('#chat-input')).toBe(draft)

  // The server goes and comes back.
  await chat.restart()
  await holds()
  await page.reload()
  await eventually(() => page.inputValue('#chat-input')).toBe(draft)
  // A window of its own has what this one left.
  await page.close()
  const again = await visitor.open(new URL(address).pathname)
  await eventually(() => again.inputValue('#chat-input')).toBe(draft)
})
