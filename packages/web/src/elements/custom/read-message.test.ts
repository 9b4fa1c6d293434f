import { describe, expect, it } from 'vitest'
import { readMessage } from './read-message.ts'

describe('what a frame says', () => {
  it('is read as what it is, and nothing more of it', () => {
    expect(readMessage({ type: 'size', height: 40, more: 1 })).toEqual({ type: 'size', height: 40 })
    expect(readMessage({ type: 'update', call: 1, props: { a: 1 }, elementId: 'other' })).toEqual({
      type: 'update',
      call: 1,
      props: { a: 1 },
    })
    expect(readMessage({ type: 'action', call: 2, name: 'go', payload: {} })).toMatchObject({ name: 'go' })
    expect(readMessage({ type: 'send', call: 3, text: 'hi' })).toEqual({ type: 'send', call: 3, text: 'hi' })
    expect(readMessage({ type: 'send', call: 3, text: '', command: 'find', args: { what: 'x' }, files: [] })).toEqual({
      type: 'send',
      call: 3,
      text: '',
      command: 'find',
      args: { what: 'x' },
    })
    expect(readMessage({ type: 'send', call: 3, text: 'hi', command: 7, args: [] })).toEqual({
      type: 'send',
      call: 3,
      text: 'hi',
    })
    expect(readMessage({ type: 'submit', call: 4, value: [1] })).toEqual({ type: 'submit', call: 4, value: [1] })
    expect(readMessage({ type: 'cancel', call: 5 })).toEqual({ type: 'cancel', call: 5 })
    expect(readMessage({ type: 'functions', names: ['a', 1, null, 'b'] })).toEqual({
      type: 'functions',
      names: ['a', 'b'],
    })
    expect(readMessage({ type: 'returned', run: 1, value: 2 })).toEqual({ type: 'returned', run: 1, value: 2 })
    expect(readMessage({ type: 'returned', run: 1, error: 'no' })).toEqual({ type: 'returned', run: 1, error: 'no' })
  })

  it('is cut to what anybody reads', () => {
    for (const type of ['failed', 'broken']) {
      expect(readMessage({ type, message: 'x'.repeat(5_000) })).toEqual({ type, message: 'x'.repeat(1_000) })
    }
    expect(readMessage({ type: 'returned', run: 1, error: 'x'.repeat(5_000) })).toMatchObject({
      error: 'x'.repeat(1_000),
    })
  })

  it.each([
    null,
    undefined,
    'size',
    7,
    [],
    {},
    { type: 'size' },
    { type: 'size', height: Number.NaN },
    { type: 'size', height: Infinity },
    { type: 'size', height: '40' },
    { type: 'failed', message: {} },
    { type: 'update', call: 1, props: [] },
    { type: 'update', call: '1', props: {} },
    { type: 'update', props: {} },
    { type: 'action', call: 1, name: 1, payload: {} },
    { type: 'action', call: 1, name: 'go', payload: null },
    { type: 'send', call: 1, text: ['hi'] },
    { type: 'functions', names: 'all' },
    { type: 'returned', run: 'x', value: 1 },
    { type: 'eval', call: 1, code: '1' },
    { type: 'constructor', call: 1 },
  ])('is nothing when it is %j', (data) => {
    expect(readMessage(data)).toBeNull()
  })
})
