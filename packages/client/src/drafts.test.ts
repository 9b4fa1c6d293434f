import type { ComposerCommand } from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import { noChoices, withoutSecrets } from './composing.ts'
import { Drafts } from './drafts.ts'
import { defaultEnvironment } from './environment.ts'
import { MemoryStorage } from './testing/memory-storage.ts'

const nothing = { comment: '', reasons: [] as string[] }

function draftsAt(storage: MemoryStorage, where: { place: string; userId?: string }): Drafts {
  return new Drafts(storage, defaultEnvironment(), () => ({ userId: where.userId ?? 'ada', place: where.place }))
}

describe('Drafts', () => {
  it('what is begun under a name is found again there, by the same person in the same thread only', () => {
    const storage = new MemoryStorage()
    const drafts = draftsAt(storage, { place: 'one' })
    drafts.of('feedback:a', nothing).set({ comment: 'so so', reasons: ['wrong'] })
    drafts.message.set('half a thought')
    drafts.save()
    const read = (where: { place: string; userId?: string }, name: string) =>
      draftsAt(storage, where).of(name, nothing).getSnapshot()
    expect(read({ place: 'one' }, 'feedback:a')).toEqual({ comment: 'so so', reasons: ['wrong'] })
    expect(draftsAt(storage, { place: 'one' }).message.getSnapshot()).toBe('half a thought')
    expect(read({ place: 'one' }, 'feedback:b')).toEqual(nothing)
    expect(read({ place: 'two' }, 'feedback:a')).toEqual(nothing)
    expect(read({ place: 'one', userId: 'bo' }, 'feedback:a')).toEqual(nothing)
  })

  it('goes along when the thread it was begun in comes to be', () => {
    const storage = new MemoryStorage()
    const where = { place: 'new' }
    const drafts = draftsAt(storage, where)
    drafts.of('composing', nothing).set({ comment: 'x', reasons: [] })
    drafts.message.set('half')
    drafts.save()
    where.place = 'one'
    drafts.save()
    expect(draftsAt(storage, { place: 'new' }).message.getSnapshot()).toBe('')
    expect(draftsAt(storage, { place: 'one' }).message.getSnapshot()).toBe('half')
    expect(draftsAt(storage, { place: 'one' }).of('composing', nothing).getSnapshot().comment).toBe('x')
    expect(storage.length).toBe(2)
  })

  it('leaves nothing behind: emptied, dropped, or with its thread', () => {
    const storage = new MemoryStorage()
    const drafts = draftsAt(storage, { place: 'one' })
    for (const name of ['a', 'b', 'c']) drafts.of(name, nothing).set({ comment: name, reasons: [] })
    drafts.save()
    drafts.of('a', nothing).clear()
    expect(storage.length).toBe(2)
    // Nobody has taken it up since the page was loaded.
    draftsAt(storage, { place: 'one' }).drop('b')
    expect(storage.length).toBe(1)
    draftsAt(storage, { place: 'on' }).forget()
    expect(storage.length).toBe(1)
    draftsAt(storage, { place: 'one' }).forget()
    expect(storage.length).toBe(0)
  })

  it.each(['', '{', 'null', '"words"', '[]', '{"comment":1,"reasons":[]}', '{"comment":"a","reasons":{}}', '{}'])(
    'what an older page kept in another shape is not taken up: %s',
    (text) => {
      const storage = new MemoryStorage()
      storage.setItem('chatwright:draft:ada:one:x', text)
      expect(draftsAt(storage, { place: 'one' }).of('x', nothing).getSnapshot()).toBe(nothing)
    },
  )
})

describe('withoutSecrets', () => {
  const command = {
    id: 'login',
    args: [
      { type: 'text', name: 'who', label: 'Who' },
      { type: 'text', name: 'key', label: 'Key', isSecret: true },
    ],
  } as unknown as ComposerCommand
  const choices = { ...noChoices, command: 'login', args: { who: 'ada', key: 'hunter2' } }

  it('keeps what a command asks for, but no secret, and nothing of a command that is not known', () => {
    expect(withoutSecrets(choices, [command])).toMatchObject({ command: 'login', args: { who: 'ada' } })
    expect(JSON.stringify(withoutSecrets(choices, [command]))).not.toContain('hunter2')
    expect(withoutSecrets(choices, []).args).toEqual({})
    expect(withoutSecrets({ ...choices, command: null }, [command])).toEqual(noChoices)
  })
})
