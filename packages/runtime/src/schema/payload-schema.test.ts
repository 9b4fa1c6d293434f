import { describe, expect, it } from 'vitest'
import { checkWith, isSchema, type PayloadSchema } from './payload-schema.ts'

type Validate<Output> = PayloadSchema<Output>['~standard']['validate']

const schema = <Output>(validate: Validate<Output>): PayloadSchema<Output> => ({
  '~standard': { version: 1, vendor: 'test', validate },
})

describe('checkWith', () => {
  it('gives what the schema makes of a value, nothing and zero included, at once or later', async () => {
    for (const value of [7, 0, '', null, undefined]) {
      expect(
        await checkWith(
          schema(() => ({ value })),
          'x',
        ),
      ).toEqual({ isGood: true, value })
      const later = schema(async () => ({ value }))
      expect(await checkWith(later, 'x')).toEqual({ isGood: true, value })
    }
  })

  it('says all that is wrong, and rejects with what the schema throws', async () => {
    const wrong = schema(async () => ({ issues: [{ message: 'too short' }, { message: 'no digit' }] }))
    expect(await checkWith(wrong, 'x')).toEqual({ isGood: false, wrong: 'too short; no digit' })
    const throwing = schema(() => {
      throw new Error('no such table')
    })
    await expect(checkWith(throwing, 'x')).rejects.toThrow('no such table')
  })
})

describe('isSchema', () => {
  it('knows those that are functions, and no other function', () => {
    expect(isSchema(schema(() => ({ value: 1 })))).toBe(true)
    expect(
      isSchema(
        Object.assign(
          () => 1,
          schema(() => ({ value: 1 })),
        ),
      ),
    ).toBe(true)
    for (const other of [() => null, null, undefined, 'x', { standard: {} }]) expect(isSchema(other)).toBe(false)
  })
})
