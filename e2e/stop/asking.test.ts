import type { JsonObject } from '@chatwright/protocol'
import { startTestChat } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { pause } from '../lib/jobs.ts'

const app = new URL('./apps/asking.ts', import.meta.url)
const hosts = ['inline', 'worker', 'process'] as const

describe.each(hosts)('questions, %s host', (host) => {
  it('asks for words: the answer is a message of the person’s, in the history too', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('name')
    await chat.waitFor(() => run.run?.state === 'waiting')
    expect(chat.text).toBe('You: name\nAda: Your name?\n(asks)')
    await chat.answer('Bo')
    await run.ended()
    expect(chat.text).toBe('You: name\nAda: Your name?\n(answered)\nYou: Bo\nAda: Hello Bo; 3 messages so far')
    await using later = await chat.newTab()
    expect(later.text).toBe(chat.text)
  })

  it('an answer brings files along; when the question is over, they wait for the next message', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('with-files')
    const ask = await chat.waitFor(() => chat.openAsks[0])
    const [file, other] = [await chat.upload('a.txt', 'words'), await chat.upload('b.txt', 'more')]
    const give = (fileIds: string[]) => chat.view.commands.answer(ask.id, { type: 'text', text: 'These', fileIds })
    await expect(give([crypto.randomUUID()])).rejects.toMatchObject({ code: 'file_refused' })
    expect(chat.text).not.toContain('These')
    await give([file.id])
    await run.ended()
    const said = { text: 'These', contents: ['words'], isSame: true }
    expect(JSON.parse(chat.messages.at(-1)?.text ?? '')).toEqual(said)
    await expect(give([other.id])).rejects.toMatchObject({ code: 'ask_closed' })
    await (await chat.send('hi', { files: [other] })).ended()
    await chat.restart()
    const shown = chat.elements.map(({ name, messageId }) => [
      name,
      chat.messages.find(({ id }) => id === messageId)?.text,
    ])
    expect(shown).toEqual([
      ['a.txt', 'These'],
      ['b.txt', 'hi'],
    ])
    expect(await (await chat.file(file.id)).text()).toBe('words')
  })

  it('11. a stop never takes back what the person answered, whatever had been seen elsewhere', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('two')
    await chat.waitFor(() => chat.openAsks.length === 2)
    const seenSeq = chat.state.seq
    await chat.answer('Second')
    await chat.waitFor('You: Second')
    await chat.command('stop', { threadId: chat.threadId, runId: run.id, seenSeq, source: 'api' })
    await run.ended()
    expect(chat.text).toContain('You: Second')
  })

  it('a step that is stopped takes its question along, and the run does not wait any more', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('in-step 600')
    const ask = await chat.waitFor(() => chat.openAsks[0])
    await chat.view.commands.stopStep(run.id, chat.state.steps[0]?.id ?? '')
    await chat.waitFor('Never mind.')
    expect(run.run?.state).toBe('running')
    expect(chat.openAsks).toEqual([])
    await expect(chat.view.commands.answer(ask.id, { type: 'text', text: 'Bo' })).rejects.toMatchObject({
      code: 'ask_closed',
    })
    expect(await run.ended()).toMatchObject({ state: 'completed' })
  })

  it('files may be asked for by their endings; what is no type is an error, and no question nobody can answer', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('endings')
    await chat.waitFor(() => chat.openAsks.length === 1)
    await expect(chat.give('stops.txt', 'a,b')).rejects.toThrow('not wanted here')
    expect(chat.openAsks).toHaveLength(1)
    await chat.give('stops.csv', 'a,b')
    await run.ended()
    expect(run.text).toContain('stops.csv: a,b')
    const bad = await chat.send('bad-accept')
    expect((await bad.ended()).error?.message).toContain('accept: expected MIME types')
  })

  it('asks again until the answer is good', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('long-name')
    await chat.answer('Bo')
    await chat.waitFor('Longer, please.\n(asks)')
    await chat.answer('Beatrice')
    expect(await run.ended()).toMatchObject({ state: 'completed' })
    expect(chat.text).toContain('Hello Beatrice')
  })

  it('asks for a choice, of which only the choices are answers; skipping gives the other value', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('slot')
    await chat.waitFor('(asks: Saturday, sunday)')
    await expect(chat.answer('monday')).rejects.toMatchObject({ code: 'answer_invalid' })
    await chat.answer('Saturday')
    await run.ended()
    expect(chat.text).toContain('(answered: Saturday)\nAda: Chose sat')
    const skipped = await chat.send('slot')
    await chat.skip()
    await skipped.ended()
    expect(chat.text).toContain('(skipped)\nAda: Chose nothing')
  })

  it('has several open at once, each with its own answer, from two tabs and after a reload', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('two')
    await chat.waitFor(() => chat.openAsks.length === 2)
    await using tab = await chat.newTab()
    await tab.waitFor(() => tab.openAsks.length === 2)
    await tab.answer('B')
    await chat.waitFor(() => chat.openAsks.length === 1)
    await chat.reconnect()
    await chat.answer('A')
    await run.ended()
    await chat.waitFor('A and B')
  })

  it('gives up in time: nothing after it is said, it is no error, and a late answer is refused', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('hurry')
    const ask = await chat.waitFor(() => chat.openAsks[0])
    expect(await run.ended()).toMatchObject({ state: 'completed', error: null })
    expect(chat.text).toBe('You: hurry\nAda: Quick?\n(expired)')
    // ASK-05: each ending can be caught, and a signal takes the question back.
    const caught = await chat.send('caught')
    const which = await chat.waitFor(() =>
      chat.state.asks.find(({ kind, status }) => kind === 'choice' && status === 'open'),
    )
    await chat.view.commands.answer(which.id, { type: 'skip' })
    await chat.waitFor(() => chat.state.asks.at(-1)?.status === 'open' && chat.state.asks.length === 4)
    expect(await caught.ended()).toMatchObject({ state: 'completed' })
    expect(caught.text).toContain('ask_expired, ask_skipped, gone')
    expect(chat.state.asks.every(({ status }) => status !== 'open')).toBe(true)
    const late = chat.view.commands.answer(ask.id, { type: 'text', text: 'here' })
    await expect(late).rejects.toMatchObject({ code: 'ask_closed' })
    expect(await chat.say('hi')).toBe('You said hi')
  })

  it('asks for a file: what was not asked for is refused, and the question stays', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('file')
    await expect(chat.give('a.pdf', '%PDF-', 'application/pdf')).rejects.toMatchObject({ code: 'answer_invalid' })
    await expect(chat.give('big.txt', 'x'.repeat(1_001))).rejects.toMatchObject({ code: 'too_large' })
    expect(chat.openAsks).toHaveLength(1)
    await chat.give('../ä b.txt', 'words')
    await run.ended()
    expect(chat.text).toContain('(answered: ä b.txt)\nAda: ä b.txt: words')
  })

  it('asks with a form: values keep their types, a secret is told to the app alone, what is wrong is refused', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('form')
    const wrong: [JsonObject | string, RegExp][] = [
      [{}, /name is missing/],
      [{ name: 'Bo', seats: '3' }, /seats is not a value of its kind/],
      [{ name: 'Bo', seats: 7 }, /seats is above 6/],
      [{ name: 'Bo', slot: 'mon' }, /slot is none of the options/],
      [{ name: 'Bo', extra: 1 }, /no field extra/],
      [{ name: 'x'.repeat(2_000_000) }, /./],
      ['Bo', /wants a form/],
    ]
    for (const [value, words] of wrong) await expect(chat.fillIn(value as JsonObject)).rejects.toThrow(words)
    expect(chat.openAsks).toHaveLength(1)
    await chat.fillIn({ name: 'Bo', key: 'hunter2', seats: 6 })
    await chat.waitFor('Four at most, Bo.')
    const again = await chat.waitFor(() => chat.openAsks[0])
    expect(again.form?.slice(0, 3).map(({ name, initial }) => [name, initial])).toEqual([
      ['name', 'Bo'],
      ['key', null],
      ['seats', 6],
    ])
    await chat.fillIn({ seats: 3, key: 'hunter2', window: true, days: ['tue'] })
    await run.ended()
    const said = JSON.parse(chat.messages.at(-1)?.text ?? '')
    expect(said).toEqual({ name: 'Bo', key: 'hunter2', seats: 3, slot: 'sat', window: true, days: ['tue'], double: 6 })
    await using later = await chat.newTab()
    for (const tab of [chat, later]) {
      expect(tab.state.asks.at(-1)?.answer).toMatchObject({
        type: 'value',
        value: { name: 'Bo', key: '••••••••', seats: 3 },
      })
      expect(JSON.stringify(tab.state.asks)).not.toContain('hunter2')
    }
  })

  it('a form that is skipped gives what the app wants otherwise', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('form')
    await chat.skip()
    await run.ended()
    expect(chat.messages.at(-1)?.text).toBe('nothing')
  })

  it('asks before a call: agreed to, changed, or refused with a reason; it cannot be skipped', async () => {
    await using chat = await startTestChat(app, { host })
    const decide = async (job: string, answer: () => Promise<void>) => {
      const run = await chat.send(job)
      await chat.waitFor(() => chat.openAsks.length === 1)
      await answer()
      await run.ended()
      return JSON.parse(chat.messages.at(-1)?.text ?? '') as unknown
    }
    const args = { cents: 1_250, to: ['card'] }
    expect(await decide('approve', () => chat.approve())).toEqual({ approved: true, args })
    expect(await decide('approve', () => chat.reject('Too much.'))).toEqual({ approved: false, reason: 'Too much.' })
    expect(await decide('approve editable', () => chat.approve({ cents: 1 }))).toEqual({
      approved: true,
      args: { cents: 1 },
    })
    const refused = async () => {
      await expect(chat.approve({ cents: 0 })).rejects.toThrow('cannot be changed')
      await expect(chat.skip()).rejects.toThrow('wants a decision')
      await expect(chat.answer('yes')).rejects.toThrow('wants a decision')
      await expect(chat.fillIn({ isApproved: 'yes' })).rejects.toThrow('wants a decision')
      await chat.reject()
    }
    expect(await decide('approve', refused)).toEqual({ approved: false, reason: null })
  })

  it('27. stopped while it asks: over in every tab, and what is typed next is an ordinary message', async () => {
    await using chat = await startTestChat(app, { host })
    await using tab = await chat.newTab()
    for (const job of ['name', 'slot', 'file', 'form', 'approve']) {
      const run = await chat.send(job)
      const ask = await chat.waitFor(() => chat.openAsks[0])
      await chat.stop(run.id)
      expect(await run.ended()).toMatchObject({ state: 'stopped' })
      await tab.waitFor(() => tab.state.asks.at(-1)?.status === 'stopped')
      const late = tab.view.commands.answer(ask.id, { type: 'skip' })
      await expect(late).rejects.toMatchObject({ code: 'ask_closed' })
    }
    expect(await chat.say('hi')).toBe('You said hi')
    await tab.waitFor('You said hi')
    expect(tab.text).toBe(chat.text)
  })
})

describe.each(hosts)('buttons, %s host', (host) => {
  it('each reports its own payload, one that is pressed once goes, and all work after a restart', async () => {
    await using chat = await startTestChat(app, { host })
    await chat.say('buttons')
    expect(chat.text).toContain('<First> <Second> <Long> <Asks> <Nobody>')
    await (await chat.press('Second')).ended()
    expect(chat.text).toContain('<First> <Long> <Asks> <Nobody>')
    await chat.restart()
    await (await chat.press('First')).ended()
    expect(chat.text).toMatch(/Executed 2\n.*Executed 1$/)
    await expect(chat.press('Nobody')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('one of two namesakes is removed, or all; what is off cannot be pressed; what throws fails visibly', async () => {
    await using chat = await startTestChat(app, { host })
    await chat.say('removes one')
    await chat.waitFor(() => chat.state.actions.length === 2)
    expect(chat.state.actions.map(({ name }) => name)).toEqual(['same', 'other'])
    await (await chat.press('same')).ended()
    expect(chat.text).toContain('Same')
    await chat.say('removes all')
    await chat.waitFor(/Some go$/)
    await chat.say('more-buttons')
    expect(chat.text).toContain('<Keep it> <Off> <Delete> <Throws> <Gone> <Gone too> <same> <counted>')
    await expect(chat.press('Off')).rejects.toMatchObject({ code: 'not_found' })
    expect(await (await chat.press('Throws')).ended()).toMatchObject({ kind: 'action', state: 'failed' })
    expect(chat.text).not.toContain('never said')
    expect(chat.messages.at(-1)).toMatchObject({ isError: true })
  })

  it('a client cannot invent one', async () => {
    await using chat = await startTestChat(app, { host })
    await chat.say('buttons')
    const invented = chat.view.commands.act(crypto.randomUUID())
    await expect(invented).rejects.toMatchObject({ code: 'not_found' })
  })

  it('25. a long action and an ask inside one are stopped, and the control goes', async () => {
    await using chat = await startTestChat(app, { host })
    await chat.say('buttons')
    const long = await chat.press('Long')
    await chat.waitFor('at it')
    expect(chat.canStop).toBe(true)
    await chat.stop(long.id)
    expect(await long.ended()).toMatchObject({ kind: 'action', state: 'stopped' })
    const asking = await chat.press('Asks')
    await chat.waitFor('(asks: Yes, No)')
    await chat.stop()
    expect(await asking.ended()).toMatchObject({ state: 'stopped' })
    expect(chat.canStop).toBe(false)
    await pause(300)
    expect(chat.text).not.toContain('never said')
    expect(await chat.say('hi')).toBe('You said hi')
  })
})

describe.each(hosts)('ways, %s host', (host) => {
  it('26. an edit that is being answered is stopped; the way before stays and can be taken again', async () => {
    await using chat = await startTestChat(app, { host })
    await chat.say('one')
    await chat.say('more words')
    await chat.say('third')
    const run = await chat.edit('more words', 'count')
    await chat.waitFor('counting')
    expect(chat.text).toBe('You: one\nAda: You said one\nYou: count\nAda: counting')
    await chat.stop()
    expect(await run.ended()).toMatchObject({ state: 'stopped' })
    const again = await chat.edit('count')
    await chat.waitFor(() => again.run?.state === 'running')
    await chat.stop()
    await again.ended()
    await chat.view.commands.switchBranch(null)
    await chat.waitFor(/third$/)
    expect(chat.text).toContain('You: more words')
    await chat.restart()
    await using tab = await chat.newTab()
    expect(tab.text).toBe(chat.text)
    expect(await tab.say('four')).toBe('You said four')
    expect(tab.text).not.toContain('count')
  })

  it('20. goes on from a stopped answer where the app can', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('count')
    await chat.waitFor('counting')
    await expect(chat.view.commands.goOn(run.id)).rejects.toMatchObject({ code: 'not_found' })
    await chat.stop()
    await run.ended()
    await chat.view.commands.goOn(run.id)
    await chat.waitFor('Going on after 1')
    await expect(chat.view.commands.edit(crypto.randomUUID(), 'x')).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe.each(hosts)('parts, %s host', (host) => {
  it('29. one of three steps at once is stopped: it says nothing, and the others go on', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('three')
    await chat.stopStep('two')
    expect(await run.ended()).toMatchObject({ state: 'completed' })
    expect(chat.steps.map(({ name, status }) => [name, status])).toEqual([
      ['one', 'done'],
      ['two', 'stopped'],
      ['three', 'done'],
    ])
    expect(chat.text).toContain('one, step_stopped, three')
    expect(chat.text).not.toContain('two is done')
  })

  it('33. a plan is closed as stopped with its run, also after a restart', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('plan')
    await chat.waitFor(() => chat.state.taskLists[0]?.tasks[0]?.status === 'running')
    await chat.stop()
    await run.ended()
    const states = () => chat.state.taskLists[0]?.tasks.map(({ status }) => status)
    await chat.waitFor(() => states()?.[0] === 'stopped')
    expect(states()).toEqual(['stopped', 'ready'])
    await chat.restart()
    expect(states()).toEqual(['stopped', 'ready'])
  })
})

describe.each(['hold', 'clear', 'send-next'] as const)('35. three queued messages, %s', (queueAtStop) => {
  it('are held, taken back or sent on; the draft is as it was', async () => {
    process.env['QUEUE_AT_STOP'] = queueAtStop
    await using chat = await startTestChat(app)
    delete process.env['QUEUE_AT_STOP']
    const first = await chat.send('count')
    await chat.waitFor('counting')
    const queued = [await chat.send('a'), await chat.send('b'), await chat.send('c')]
    chat.view.draft.set('half a thought')
    await chat.stop()
    expect(await first.ended()).toMatchObject({ state: 'stopped' })
    expect(chat.view.draft.getSnapshot()).toBe('half a thought')
    if (queueAtStop === 'send-next') {
      for (const run of queued) expect(await run.ended()).toMatchObject({ state: 'completed' })
      return
    }
    await pause(500)
    expect(chat.canStop).toBe(false)
    if (queueAtStop === 'clear') {
      expect(chat.text).toMatch(/^You: count\nAda: counting\n\(Stopped[^\n]*\)$/)
      return
    }
    expect(queued.map((run) => run.run?.state)).toEqual(['held', 'held', 'held'])
    await chat.restart()
    expect(queued.map((run) => run.run?.state)).toEqual(['held', 'held', 'held'])
    expect(await chat.say('between')).toBe('You said between')
    expect(await chat.view.commands.withdraw(queued[1]?.id ?? '')).toEqual({ text: 'b', files: [] })
    await chat.view.commands.release(queued[2]?.id)
    expect(await queued[2]?.ended()).toMatchObject({ state: 'completed' })
    expect(queued[0]?.run?.state).toBe('held')
    await chat.view.commands.release()
    expect(await queued[0]?.ended()).toMatchObject({ state: 'completed' })
    expect(chat.text).not.toMatch(/^You: b$/m)
  })
})
