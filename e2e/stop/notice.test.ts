import { startTestChat } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { ask, Diary, ended, hasSaid, pause } from '../lib/jobs.ts'

const app = (name: string) => new URL(`./apps/${name}.ts`, import.meta.url)

describe.each(['inline', 'worker'] as const)('the notice, %s host', (host) => {
  it('8. default off and no callback: no text anywhere', async () => {
    await using chat = await startTestChat(app('silent'), { host })
    const run = await chat.send('go')
    await chat.waitFor('working')
    await chat.stop(run.id)
    expect(await ended(chat, run.id)).toMatchObject({ state: 'stopped', notice: null })
    await pause(300)
    expect(chat.text).not.toMatch(/stop/i)
    expect(chat.messages).toHaveLength(2)
  })

  it('9. the callback’s own text once, the default never', async () => {
    await using chat = await startTestChat(app('notices'), { host })
    const run = await chat.send('go')
    await chat.waitFor('working')
    await chat.stop(run.id)
    await ended(chat, run.id)
    const ends = chat.events.filter(({ type }) => type === 'run-end')
    expect(ends).toMatchObject([{ notice: { by: 'app', text: 'Returned text.' } }])
    expect(chat.messages.map(({ text }) => text)).toEqual(['go', 'working'])
  })

  it('9. words under a name with a button, which works after a restart too, once', async () => {
    await using chat = await startTestChat(app('notices'), { host })
    const run = await chat.send('buttons')
    await chat.waitFor('working')
    await chat.stop(run.id)
    const { notice } = await ended(chat, run.id)
    expect(notice).toMatchObject({ text: 'Paused.', author: 'Ada', actions: [{ label: 'Resume' }] })
    await chat.restart()
    await chat.view.commands.act(notice?.actions?.[0]?.id ?? '')
    await chat.waitFor('Resumed from 3')
    await chat.restart()
    expect(chat.state.runs.find(({ id }) => id === run.id)?.notice?.actions).toEqual([])
  })

  it('9. with elements, returned or sent, which are there after a restart too; one that cannot be made is left out', async () => {
    await using chat = await startTestChat(app('notices'), { host })
    for (const [text, names] of [
      ['elements', ['Found', 'tile.png']],
      ['sends all', ['tile.png']],
    ] as const) {
      const run = await chat.send(text)
      await chat.waitFor(() => run.text === 'working')
      await chat.stop(run.id)
      const { notice } = await ended(chat, run.id)
      const shown = chat.elements.filter(({ id }) => notice?.elementIds?.includes(id))
      expect(shown.map(({ name, messageId }) => [name, messageId])).toEqual(names.map((name) => [name, null]))
      expect(notice?.actions?.length ?? 0).toBe(text === 'elements' ? 0 : 1)
      await chat.restart()
      const picture = shown.at(-1)
      expect((await chat.file(picture ?? '')).headers.get('content-type')).toBe('image/png')
    }
    expect(chat.messages.filter(({ role }) => role === 'assistant').map(({ text }) => text)).toEqual([
      'working',
      'working',
    ])
    expect(chat.logs.some(({ msg }) => msg.includes('element of a notice is left out'))).toBe(true)
  })

  it('10. the order: accept, fence, signal, handler settled, onStop, end, clean-up, settled', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app('worker'), { host })
    const { runId } = ask(chat, { do: 'cleanup', file: diary.file })
    await hasSaid(chat, runId, 5)
    await chat.stop(runId)
    await ended(chat, runId)
    await chat.waitFor(() => chat.events.some(({ type }) => type === 'run-settled'))
    expect(diary.lines).toEqual([
      'signal',
      'handler settled',
      'onStop',
      'cleaned third',
      'cleaned second',
      'cleaned first',
    ])
    const order = chat.events.map(({ type }) => type).filter((type) => type.startsWith('run-s') || type === 'run-end')
    expect(order).toEqual(['run-start', 'run-stopping', 'run-end', 'run-settled'])
  })

  it.each(['throws', 'hangs'])('11. onStop %s: the default, a line in the log, and the chat goes on', async (how) => {
    await using chat = await startTestChat(app('notices'), { host })
    const run = await chat.send(how)
    await chat.waitFor('working')
    await chat.stop(run.id)
    expect(await ended(chat, run.id)).toMatchObject({ state: 'stopped', notice: { by: 'default' } })
    await expect
      .poll(() => chat.logs.some((line) => line.level >= 40 && line['runId'] === run.id), { timeout: 10_000 })
      .toBe(true)
    expect(await chat.say('hello')).toBe('hello yourself')
  })

  it('12. the next model request: the notice absent, the partial answer exactly once', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app('worker'), { host })
    const { runId } = ask(chat, { do: 'words' })
    await hasSaid(chat, runId, 20)
    await chat.stop(runId)
    await ended(chat, runId)
    const partial = chat.messages.find((message) => message.runId === runId && message.role === 'assistant')?.text
    await ended(chat, ask(chat, { do: 'history', file: diary.file }).runId)
    const history = JSON.parse(diary.lines[0] as string) as { role: string; content: string }[]
    expect(history).toEqual([
      { role: 'user', content: 'words' },
      { role: 'assistant', content: partial },
      { role: 'user', content: 'history' },
    ])
  })

  it.each([
    ['sends', 'Sent as the notice.'],
    ['sends without await', 'Sent without await.'],
  ])('13. onStop that %s: that is the notice, once, and no message', async (text, words) => {
    await using chat = await startTestChat(app('notices'), { host })
    const run = await chat.send(text)
    await chat.waitFor('working')
    await chat.stop(run.id)
    expect(await ended(chat, run.id)).toMatchObject({ notice: { by: 'app', text: words } })
    await pause(200)
    expect(chat.messages.map((message) => message.text)).toEqual([text, 'working'])
  })

  it('says it in the reader’s language, and nothing at all where the app says false', async () => {
    await using chat = await startTestChat(app('notices'), { host, locale: 'de-AT' })
    const local = await chat.send('localised')
    await chat.waitFor('working')
    await chat.stop(local.id)
    await ended(chat, local.id)
    expect(chat.text).toContain('Angehalten.')
    const silent = await chat.send('silent')
    await hasSaid(chat, silent.id, 7)
    await chat.stop(silent.id)
    expect(await ended(chat, silent.id)).toMatchObject({ notice: null })
  })
})
