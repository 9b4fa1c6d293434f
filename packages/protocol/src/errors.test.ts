import { describe, expect, it } from 'vitest'
import { ChatwrightError, errorCodes, isChatwrightError, isStop, StopError, toPublicError } from './errors.ts'

describe('isStop', () => {
  const stop = new StopError('run', 'user')

  it('looks through causes, reasons, aggregates and suppressed errors', () => {
    expect(isStop(stop)).toBe(true)
    expect(isStop(new Error('wrapped', { cause: new Error('again', { cause: stop }) }))).toBe(true)
    expect(isStop(new AggregateError([new Error('other'), stop]))).toBe(true)
    expect(isStop({ reason: stop })).toBe(true)
    expect(isStop(Object.assign(new Error('both'), { error: new Error('first'), suppressed: stop }))).toBe(true)
  })

  it('knows what is none, and ends where causes go round', () => {
    const round = new Error('round')
    round.cause = round
    for (const other of [round, new Error('plain'), new ChatwrightError('busy', 'no'), null, undefined, 'stop', 5]) {
      expect(isStop(other)).toBe(false)
    }
  })

  it('knows one of another copy of this package', () => {
    const foreign = Object.assign(new Error('The run was stopped.'), {
      code: 'stopped',
      [Symbol.for('chatwright.error')]: true,
    })
    expect(isChatwrightError(foreign)).toBe(true)
    expect(isStop(foreign)).toBe(true)
  })
})

describe('toPublicError', () => {
  it('says nothing of what is not ours', () => {
    const error = toPublicError(new Error('password is hunter2'), 'id-1')
    expect(error).toEqual({ code: 'internal', message: 'Something went wrong on the server.', errorId: 'id-1' })
  })

  it('gives code, message and fix of ours, and never the cause', () => {
    const error = new ChatwrightError('store_locked', 'In use.', { fix: 'Stop it.', cause: new Error('secret') })
    expect(toPublicError(error, 'id-2')).toEqual({ code: 'store_locked', message: 'In use.', fix: 'Stop it.' })
  })

  it('has an HTTP status for each code', () => {
    for (const { http } of Object.values(errorCodes)) expect(http).toBeGreaterThanOrEqual(400)
  })
})
