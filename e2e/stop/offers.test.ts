import { startTestChat } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { pause } from '../lib/jobs.ts'

const app = new URL('./apps/offers.ts', import.meta.url)
const hosts = ['inline', 'worker'] as const

describe.each(hosts)('starters, %s host', (host) => {
  it('START-01. are asked for the person, and bring their command and their modes', async () => {
    await using chat = await startTestChat(app, { host, locale: 'fr' })
    const run = await chat.start('Look')
    await run.ended()
    expect(run.text).toBe('tiles search {} {"model":"slow","effort":"high"}')
    expect(chat.offer.starters.map(({ label }) => label)).toEqual(['Begin in fr', 'Look', 'For null'])
    expect(chat.offer.starters[2]).toMatchObject({ category: 'Mine', text: 'For null' })
  })

  it('24. asking for them is stopped: what it would have given never comes, and a message is answered', async () => {
    process.env['SLOW_SETUP'] = '1500'
    await using chat = await startTestChat(app, { host })
    await chat.waitFor(() => chat.runs.find(({ kind, state }) => kind === 'setup' && state === 'running'))
    expect(chat.canStop).toBe(true)
    const { outcome, runIds } = await chat.stop()
    expect(outcome).toBe('stopping')
    await chat.waitFor(() => chat.runs.find(({ id, state }) => id === runIds[0] && state === 'stopped'))
    delete process.env['SLOW_SETUP']
    expect(await chat.say('hello')).toMatch(/^hello - /)
    await pause(2_000)
    expect(chat.offer.starters).toEqual([])
    expect(chat.canStop).toBe(false)
  })

  it('a message that came before they were there waits for them, and is answered', async () => {
    process.env['SLOW_SETUP'] = '400'
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('early')
    delete process.env['SLOW_SETUP']
    expect(await run.ended()).toMatchObject({ state: 'completed' })
    expect(chat.offer.starters).toHaveLength(3)
  })
})

describe.each(hosts)('commands and modes, %s host', (host) => {
  it('go with files in one message, also said anew; one that is refused leaves its files where they were', async () => {
    await using chat = await startTestChat(app, { host })
    const files = [await chat.upload('plan.txt', 'two days, on foot', 'text/plain')]
    await expect(chat.send('x', { command: 'nothing', files })).rejects.toThrow("no command 'nothing'")
    const answer = '(nothing) search {} {"model":"slow","effort":"high"}'
    expect(await chat.say('', { command: 'search', modes: { model: 'slow' }, files })).toBe(answer)
    expect(chat.elements.map(({ name }) => name)).toEqual(['plan.txt'])
    const again = await chat.edit('', 'words')
    await again.ended()
    expect(again.text).toBe(answer.replace('(nothing)', 'words'))
    expect(chat.elements.map(({ name }) => name)).toEqual(['plan.txt', 'plan.txt'])
  })

  it('CMD-04. and MODE-02. come with the message, are kept, and the app answers a command by its own handler', async () => {
    await using chat = await startTestChat(app, { host })
    expect(await chat.say('', { command: 'search' })).toBe('(nothing) search {} {"model":"fast","effort":"high"}')
    expect(await chat.say('words', { command: 'own' })).toBe('Its own: own words')
    expect(await chat.say('x', { modes: { model: 'slow' } })).toBe('x - {} {"model":"slow","effort":"high"}')
    expect(await chat.say('y', { command: 'picture', args: { size: 3 } })).toContain(
      'y picture {"size":3} {"model":"slow"',
    )
    await chat.restart()
    await using tab = await chat.newTab()
    const said = tab.messages.filter(({ role }) => role === 'user')
    expect(said.map(({ command }) => command)).toEqual(['search', 'own', undefined, 'picture'])
    expect(said.at(-1)).toMatchObject({ args: { size: 3 }, modes: { model: 'slow', effort: 'high' } })
    expect(tab.state.title).toBe('Search')
    expect(tab.view.ready.getSnapshot().modes).toEqual({ model: 'slow', effort: 'high' })
  })

  it('what is not offered is refused, and the words stay with the person', async () => {
    await using chat = await startTestChat(app, { host })
    const refused = [
      [{ command: 'invented' }, 'not_offered', "There is no command 'invented' here."],
      [{ modes: { model: 'huge' } }, 'not_offered', "There is no option 'huge' of the mode 'model' here."],
      [{ modes: { colour: 'red' } }, 'not_offered', "There is no mode 'colour' here."],
      [{ command: 'picture', args: { size: 9 } }, 'setting_invalid', 'size is above 4.'],
      [{ command: 'picture', args: { other: 1 } }, 'setting_invalid', "There is no setting 'other'."],
    ] as const
    for (const [composed, code, message] of refused) {
      await expect(chat.send('kept', composed)).rejects.toMatchObject({ cause: { code, message } })
    }
    expect(chat.view.getSnapshot().pending.map(({ text, delivery }) => [text, delivery])).toEqual(
      refused.map(() => ['kept', 'failed']),
    )
    expect(chat.messages).toEqual([])
    expect(await chat.say('hello')).toMatch(/^hello - /)
  })

  it('CMD-01. a handler changes what is offered; it is kept, and put back', async () => {
    await using chat = await startTestChat(app, { host })
    await chat.say('offer-less', { modes: { model: 'slow' } })
    expect(chat.offer.commands.map(({ id }) => id)).toEqual(['other'])
    await expect(chat.send('x', { command: 'search' })).rejects.toMatchObject({ cause: { code: 'not_offered' } })
    expect(await chat.say('y', { command: 'other' })).toBe('y other {} {"model":"slow"}')
    await chat.restart()
    await using tab = await chat.newTab()
    expect(tab.offer.commands.map(({ id }) => id)).toEqual(['other'])
    await tab.say('offer-none')
    expect(tab.offer.commands).toEqual([])
    await tab.say('offer-again')
    expect(tab.offer.commands.map(({ id }) => id)).toEqual(['search', 'picture', 'own'])
  })

  it('26. an edit keeps its command, and is stopped like the first', async () => {
    await using chat = await startTestChat(app, { host })
    await chat.say('first', { command: 'search' })
    const run = await chat.edit('first', 'sleep')
    await chat.waitFor(() => run.run?.state === 'running')
    await chat.stop()
    expect(await run.ended()).toMatchObject({ state: 'stopped' })
    expect(chat.messages.at(-1)).toMatchObject({ text: 'sleep', command: 'search' })
  })
})

describe.each(hosts)('settings, %s host', (host) => {
  it('SET-01. and 03. numbers stay numbers, what is saved holds for the next message and after a restart', async () => {
    await using chat = await startTestChat(app, { host })
    expect(await chat.say('settings')).toContain('"temperature":0.7')
    const values = await chat.changeSettings({ temperature: 1.5, greeting: '' })
    expect(values).toMatchObject({ temperature: 1.5, greeting: null, provider: 'near', loud: false })
    await chat.waitFor('0.7 is 1.5 now')
    expect(await chat.say('settings')).toMatch(/"temperature":1.5.*"greeting":null.* number$/)
    await chat.restart()
    await using tab = await chat.newTab()
    expect(tab.settings).toMatchObject({ temperature: 1.5, greeting: null })
    expect(await tab.say('settings')).toContain('"temperature":1.5')
    await using fresh = await chat.newTab(null)
    expect(fresh.settings).toMatchObject({ temperature: 0.7, greeting: 'Hello' })
  })

  it('SET-05. what does not fit is refused, and what held holds', async () => {
    await using chat = await startTestChat(app, { host })
    const refused = [
      [{ temperature: 9 }, 'temperature is above 2.'],
      [{ temperature: -1 }, 'temperature is below 0.'],
      [{ temperature: '1' }, 'temperature is not a value of its kind.'],
      [{ provider: 'nowhere' }, 'provider is none of the options.'],
      [{ loud: 'yes' }, 'loud is not a value of its kind.'],
      [{ invented: 1 }, "There is no setting 'invented'."],
    ] as const
    for (const [values, message] of refused) {
      const saving = chat.changeSettings({ greeting: 'lost?', ...values })
      await expect(saving).rejects.toMatchObject({ code: 'setting_invalid', message })
    }
    expect(chat.settings).toMatchObject({ temperature: 0.7, greeting: 'Hello' })
    expect(chat.runs.filter(({ kind }) => kind === 'settings')).toEqual([])
  })

  it('SET-02. a change that is not saved changes the form and nothing else', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.editSettings({ provider: 'far' })
    expect(await run?.ended()).toMatchObject({ kind: 'settings-edit', state: 'completed' })
    const model = chat.offer.form.find(({ name }) => name === 'model')
    expect(model).toMatchObject({ description: 'Of far', options: [{ value: 'f1' }, { value: 'f2' }] })
    expect(chat.settings).toMatchObject({ provider: 'near', model: 'f1' })
    await chat.changeSettings({ provider: 'far', model: 'f2' })
    expect(chat.settings).toMatchObject({ provider: 'far', model: 'f2' })
  })

  it('24. what hears of settings is stopped, and the settings stay saved; the same for what hears of edits', async () => {
    await using chat = await startTestChat(app, { host })
    await chat.changeSettings({ greeting: 'sleep' })
    const run = await chat.waitFor(() =>
      chat.runs.find(({ kind, state }) => kind === 'settings' && state === 'running'),
    )
    await chat.waitFor('at it')
    expect(chat.canStop).toBe(true)
    await chat.stop(run.id)
    await chat.waitFor(() => chat.runs.find(({ id, state }) => id === run.id && state === 'stopped'))
    expect(chat.settings).toMatchObject({ greeting: 'sleep' })
    const edit = await chat.editSettings({ greeting: 'sleep' })
    await chat.waitFor(() => edit?.run?.state === 'running')
    await chat.stop()
    expect(await edit?.ended()).toMatchObject({ state: 'stopped' })
    await pause(400)
    expect(chat.text).not.toContain('never said')
    expect(await chat.say('hello')).toMatch(/^hello/)
  })
})
