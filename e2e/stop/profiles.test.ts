import { createApp } from 'chatwright'
import { startTestChat, type TestTab } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'

const app = new URL('./apps/profiles.ts', import.meta.url)

/** The cook takes nothing before its greeting is over. */
const begun = (chat: TestTab) => chat.waitFor(() => chat.text.includes('Begun with 厨师') && !chat.canStop)

it('PROF-01. functions that give nothing offer nothing', async () => {
  const none = createApp({ profiles: () => undefined, starters: async () => undefined })
  none.onMessage((_, chat) => chat.send(`${chat.profile}`))
  await using chat = await startTestChat(none)
  expect(await chat.say('who?')).toBe('null')
  expect(chat.offer).toMatchObject({ profiles: [], starters: [] })
})

describe.each(['inline', 'worker'] as const)('profiles, %s host', (host) => {
  it('PROF-01. and 02. the default holds, another is chosen for a new chat, and the thread keeps its own', async () => {
    await using chat = await startTestChat(app, { host })
    await chat.waitFor('Begun with 厨师')
    await using plain = await chat.newTab(null, { profileId: 'plain' })
    await plain.waitFor('Begun with plain')
    expect(await plain.say('x')).toBe('plain {"heat":1,"loud":false} -')
    // The list says whom a thread is with, live and from the store.
    const listed = () => chat.client.threads.getSnapshot().threads.flatMap(({ profileId }) => profileId ?? [])
    chat.client.threads.load()
    await begun(chat)
    await chat.say('y')
    await chat.waitFor(() => listed().toString() === '厨师,plain')
    await chat.restart()
    await using again = await chat.newTab(plain.threadId)
    expect(again.offer.profile?.id).toBe('plain')
    chat.client.threads.load()
    await chat.waitFor(() => listed().toString() === '厨师,plain')
    expect(await again.say('x', { command: 'search' })).toContain('plain {"heat":1,"loud":false} search')
  })

  it('one that the app does not declare is refused', async () => {
    await using chat = await startTestChat(app, { host })
    const opening = await chat.command('open', { threadId: crypto.randomUUID(), create: true, profileId: 'invented' })
    expect(opening).toMatchObject({
      ok: false,
      error: { code: 'not_offered', message: "There is no profile 'invented' here." },
    })
  })

  it('PROF-03. what a profile says otherwise is so, for the page and for the server', async () => {
    await using cook = await startTestChat(app, { host })
    expect(cook.offer.starters.map(({ label }) => label)).toEqual(['Soup'])
    await begun(cook)
    expect(await cook.say('x', { command: 'taste' })).toBe('厨师 {"heat":3,"loud":false} taste')
    await expect(cook.send('x', { command: 'search' })).rejects.toMatchObject({ cause: { code: 'not_offered' } })
    // It takes nothing while it answers, and leaves nothing of what was stopped.
    const run = await cook.send('sleep')
    await cook.waitFor('half')
    await expect(cook.send('meanwhile')).rejects.toMatchObject({ cause: { code: 'busy' } })
    await cook.stop()
    await run.ended()
    await cook.waitFor(() => !cook.text.includes('half'))

    await using plain = await cook.newTab(null, { profileId: 'plain' })
    expect(plain.offer.starters.map(({ label }) => label)).toEqual(['Anything'])
    const first = await plain.send('sleep')
    await plain.waitFor('half')
    const second = await plain.send('meanwhile')
    expect(second.run?.state).toBe('queued')
    await plain.stop()
    await first.ended()
    expect(plain.text).toContain('half')
  })

  it('PROF-01. who may choose from which depends on the person; a chat begins when that is known', async () => {
    process.env['ASK_PROFILES'] = '300'
    try {
      await using chat = await startTestChat(app, { host, locale: 'fr', profileId: 'boss' })
      await chat.waitFor('Begun with boss')
      expect(chat.offer.profiles.map(({ id }) => id)).toEqual(['boss', 'plain', '厨师'])
      await using other = await startTestChat(app, { host, locale: 'en', profileId: 'boss' })
      await begun(other)
      expect(await other.say('x')).toContain('厨师 {"heat":3')
      expect(other.offer.profiles).toHaveLength(2)
    } finally {
      delete process.env['ASK_PROFILES']
    }
  })

  it('24. asking for them is stopped: the chat begins with none, and answers', async () => {
    process.env['ASK_PROFILES'] = '1200'
    await using chat = await startTestChat(app, { host })
    await chat.waitFor(() => chat.runs.find(({ kind, state }) => kind === 'setup' && state === 'running'))
    await chat.stop()
    delete process.env['ASK_PROFILES']
    await chat.waitFor('Begun with null')
    expect(await chat.say('x')).toContain('null {"heat":1')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(chat.offer.profiles).toEqual([])
  })
})
