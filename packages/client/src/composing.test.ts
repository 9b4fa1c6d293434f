import type { ComposerCommand, Mode } from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import { Composing, noChoices } from './composing.ts'
import { Drafts } from './drafts.ts'
import { defaultEnvironment } from './environment.ts'

const command = (id: string, more: Partial<ComposerCommand> = {}): ComposerCommand => ({
  id,
  label: id,
  description: null,
  icon: null,
  placement: 'menu',
  isPersistent: false,
  isSelected: false,
  args: [],
  ...more,
})

const model: Mode = {
  id: 'model',
  label: 'Model',
  options: ['fast', 'slow'].map((id) => ({ id, label: id, description: null, icon: null })),
  initial: 'fast',
}

function createComposing(): Composing {
  const drafts = new Drafts(undefined, defaultEnvironment(), () => null)
  return new Composing(drafts.of('composing', noChoices))
}

describe('Composing', () => {
  const of = (composing: Composing, commands: ComposerCommand[], modes: Mode[] = []) =>
    composing.now(composing.getSnapshot(), { commands, modes }, null)

  it('what is offered no more is not sent, and comes back with the offer', () => {
    const composing = createComposing()
    const commands = [command('a'), command('b')]
    composing.choose('a', commands)
    expect(of(composing, commands).composed).toEqual({ command: 'a' })
    expect(of(composing, [command('b')]).composed).toEqual({})
    expect(of(composing, commands).composed).toEqual({ command: 'a' })
  })

  it('a command that is flagged is chosen when nothing else is, until it is taken away', () => {
    const composing = createComposing()
    const commands = [command('a'), command('b', { isSelected: true })]
    expect(of(composing, commands).command?.id).toBe('b')
    composing.choose('a', commands)
    expect(of(composing, commands).command?.id).toBe('a')
    composing.choose(null, commands)
    expect(of(composing, commands).command).toBeNull()
    // another list offers it anew
    expect(of(composing, [...commands]).command?.id).toBe('b')
  })

  it('is let go of when it was sent, unless it persists; what was said with it goes too', () => {
    const composing = createComposing()
    const field = { ...command('x'), name: 'n' }
    const args = [
      { ...field, type: 'toggle', look: 'switch', initial: false, tooltip: null, isDisabled: false, tab: null },
    ]
    const once = command('once', { args: args as ComposerCommand['args'] })
    const lasting = command('lasting', { isPersistent: true })
    const commands = [once, lasting]
    composing.choose('once', commands)
    composing.setArgs({ n: true })
    expect(of(composing, commands).composed).toEqual({ command: 'once', args: { n: true } })
    composing.onSent(once, commands)
    expect(of(composing, commands).composed).toEqual({})
    composing.choose('lasting', commands)
    composing.onSent(lasting, commands)
    expect(of(composing, commands).composed).toEqual({ command: 'lasting' })
  })

  it('is not to be sent while what it asks for is missing, however often it is chosen', () => {
    const composing = createComposing()
    const city = { type: 'text', name: 'city', label: 'City', isRequired: true, initial: null }
    const commands = [command('book', { args: [city] as unknown as ComposerCommand['args'] })]
    expect(of(composing, commands).isBlocked).toBe(false)
    composing.choose('book', commands)
    composing.choose('book', commands)
    expect(of(composing, commands).isBlocked).toBe(true)
    composing.setArgs({ city: 'Porto' })
    expect(of(composing, commands).isBlocked).toBe(false)
    composing.choose('book', commands)
    expect(of(composing, commands).isBlocked).toBe(true)
  })

  it('every message carries an option of each mode; a choice that is gone gives way', () => {
    const composing = createComposing()
    expect(of(composing, [], [model]).composed).toEqual({ modes: { model: 'fast' } })
    composing.chooseMode('model', 'slow')
    expect(of(composing, [], [model]).composed).toEqual({ modes: { model: 'slow' } })
    const fewer = { ...model, options: model.options.slice(0, 1) }
    expect(of(composing, [], [fewer]).composed).toEqual({ modes: { model: 'fast' } })
  })
})
