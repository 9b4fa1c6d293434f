import { openTestTab, startTestChat } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { FakeModel } from '../lib/fake-model.ts'
import { ask, Diary, ended, hasSaid, pause, runOf, saidBy } from '../lib/jobs.ts'
import { SlowLine } from '../lib/slow-line.ts'

const app = (name: string) => new URL(`./apps/${name}.ts`, import.meta.url)

describe.each(['inline', 'worker'] as const)('what is left and who watches, %s host', (host) => {
  it('30. and 31. what was seen stays, character by character: after a reload, in another tab, after a restart', async () => {
    await using chat = await startTestChat(app('worker'), { host })
    const { runId } = ask(chat, { do: 'words', ms: 2 })
    await hasSaid(chat, runId, 1_000)
    await chat.stop(runId)
    await ended(chat, runId)
    const seen = saidBy(chat, runId)
    const reloaded = await chat.newTab()
    await ended(reloaded, runId)
    expect(saidBy(reloaded, runId)).toBe(seen)
    await chat.restart()
    const later = await chat.newTab()
    await ended(later, runId)
    await pause(500)
    for (const tab of [chat, reloaded, later]) {
      expect(saidBy(tab, runId)).toBe(seen)
      expect(tab.messages.filter((message) => message.runId === runId && message.role === 'assistant')).toHaveLength(1)
    }
  })

  it('34. a message sent 0, 50 or 500 ms after a stop is answered once, with the right history', async () => {
    await using chat = await startTestChat(app('worker'), { host })
    for (const ms of [0, 50, 500]) {
      using diary = new Diary()
      const words = ask(chat, { do: 'words' })
      await hasSaid(chat, words.runId, 10)
      const stopping = chat.stop(words.runId)
      await pause(ms)
      const next = ask(chat, { do: 'history', file: diary.file })
      expect(await ended(chat, next.runId)).toMatchObject({ state: 'completed' })
      await stopping
      const partial = saidBy(chat, words.runId)
      const history = JSON.parse(diary.lines[0] as string) as { role: string; content: string }[]
      expect(diary.lines).toHaveLength(1)
      expect(history.slice(-3)).toEqual([
        { role: 'user', content: 'words' },
        { role: 'assistant', content: partial },
        { role: 'user', content: 'history' },
      ])
    }
  })

  it('37. a tab that is closed stops nothing; back within a second it has every word once, and Stop works', async () => {
    await using model = await FakeModel.start()
    await using chat = await startTestChat(app('worker'), { host })
    const { runId } = ask(chat, { do: 'model', url: model.url('/stream') })
    await hasSaid(chat, runId, 20)
    await chat.disconnect()
    await pause(700)
    expect(model.requests[0]?.closedAt).toBeNull()
    await chat.reconnect()
    expect(chat.canStop).toBe(true)
    await hasSaid(chat, runId, 500)
    const words = saidBy(chat, runId).trim().split(' ')
    expect(words).toEqual(words.map((_, index) => `w${index + 1}`))
    await chat.stop()
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped' })
    await expect.poll(() => model.requests[0]?.closedAt).not.toBeNull()
  })

  it('37b. the policy { stopAfterMs }: the run ends when nobody has come back', async () => {
    await using chat = await startTestChat(app('leaves'), { host })
    const run = await chat.send('go')
    await hasSaid(chat, run.id, 10)
    await chat.disconnect()
    await pause(100)
    await chat.reconnect()
    await pause(500)
    expect(runOf(chat, run.id)?.state).toBe('running')
    await chat.disconnect()
    await pause(1_000)
    await chat.reconnect()
    expect(await ended(chat, run.id)).toMatchObject({ state: 'stopped', cause: 'disconnect' })
  })

  it('38. the line is down at the press: the text stands still, the stop goes out once and hits no later run', async () => {
    await using chat = await startTestChat(app('worker'), { host })
    const first = ask(chat, { do: 'words', count: 60 })
    await hasSaid(chat, first.runId, 10)
    await chat.disconnect()
    chat.view.stop({ source: 'button' })
    const seen = saidBy(chat, first.runId)
    expect(chat.view.getSnapshot().stop.phase).toBe('offline')
    await pause(300)
    expect(saidBy(chat, first.runId)).toBe(seen)
    await chat.reconnect()
    expect(await ended(chat, first.runId)).toMatchObject({ state: 'stopped' })
    expect(saidBy(chat, first.runId)).toBe(seen)

    const second = ask(chat, { do: 'words', count: 20 })
    await hasSaid(chat, second.runId, 5)
    await chat.disconnect()
    chat.view.stop({ source: 'button' })
    await pause(1_500)
    await chat.reconnect()
    const third = ask(chat, { do: 'words', count: 30 })
    expect(await ended(chat, second.runId)).toMatchObject({ state: 'completed', notice: null })
    expect(await ended(chat, third.runId)).toMatchObject({ state: 'completed' })
    const sent = chat.commands.filter(({ name }) => name === 'stop')
    expect(new Set(sent.map((command) => (command.body as { id: string }).id)).size).toBe(2)
  })

  it('39. phone and laptop: a stop on one ends it on both, with one notice each', async () => {
    await using chat = await startTestChat(app('worker'), { host })
    const phone = await chat.newTab()
    const { runId } = ask(chat, { do: 'words' })
    await hasSaid(phone, runId, 20)
    await phone.stop(runId)
    for (const tab of [chat, phone]) {
      expect(await ended(tab, runId)).toMatchObject({ state: 'stopped', notice: { text: 'Stopped by user.' } })
      expect(tab.canStop).toBe(false)
    }
    expect(saidBy(chat, runId)).toBe(saidBy(phone, runId))
    const said = saidBy(chat, runId)
    await pause(300)
    expect(saidBy(chat, runId)).toBe(said)
  })

  it('40. a viewer on a slow line is silent at once, and not seconds of text behind', async () => {
    await using chat = await startTestChat(app('worker'), { host })
    await using line = await SlowLine.to(chat.url, 8_000)
    await using phone = await openTestTab({ url: line.url, threadId: chat.threadId })
    await ended(chat, ask(chat, { do: 'echo' }).runId)
    const { runId } = ask(chat, { do: 'words', ms: 1 })
    await hasSaid(phone, runId, 200)
    await pause(4_000)
    phone.view.stop({ source: 'button' })
    const seen = saidBy(phone, runId)
    expect(await ended(phone, runId)).toMatchObject({ state: 'stopped' })
    expect(saidBy(phone, runId)).toBe(seen)
    await ended(chat, runId)
    expect(saidBy(chat, runId)).toBe(seen)
    await pause(500)
    expect(saidBy(phone, runId)).toBe(seen)
  })

  it('43. stop all, new chat, delete: each ends all three runs of the thread', async () => {
    for (const how of ['stop all', 'new chat', 'delete'] as const) {
      using diary = new Diary()
      await using chat = await startTestChat(app('parallel'), { host })
      const runIds = ['a', 'b', 'c'].map((text) => chat.view.send(text, { file: diary.file }).runId)
      for (const runId of runIds) await hasSaid(chat, runId, 10)
      const other = await chat.newTab()
      if (how === 'stop all') await chat.stop()
      else if (how === 'new chat') chat.view.close({ leave: true })
      else await chat.command('deleteThread', { threadId: chat.threadId })
      if (how !== 'delete')
        for (const runId of runIds) expect(await ended(other, runId)).toMatchObject({ state: 'stopped' })
      await pause(300)
      const written = diary.count('a') + diary.count('b') + diary.count('c') + diary.lines.length
      await pause(700)
      expect(diary.count('a') + diary.count('b') + diary.count('c') + diary.lines.length, how).toBe(written)
      if (how === 'delete') {
        const late = await chat.command('open', { threadId: chat.threadId })
        expect(late).toMatchObject({ ok: false, error: { code: 'thread_not_found' } })
      }
    }
  })
})
