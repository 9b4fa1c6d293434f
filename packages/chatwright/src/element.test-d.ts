import { expectTypeOf } from 'vitest'
import { z } from 'zod'
import { useAction, useElement } from './element.ts'
import { createApp, type DeclaredAction } from './index.ts'

const app = createApp()

// what an app declares carries name, payload and result
const distance = app.onAction(
  'distance',
  z.object({ stop: z.string(), unit: z.enum(['km', 'mi']).default('km'), at: z.coerce.number().optional() }),
  async ({ stop, unit }, chat) => {
    expectTypeOf(unit).toEqualTypeOf<'km' | 'mi'>()
    await chat.sleep(1)
    return {
      km: stop.length,
      at: new Date(),
      note: undefined,
      old: null as string | null,
      maybe: [stop.length][0],
    }
  },
)
expectTypeOf(distance.actionName).toEqualTypeOf<'distance'>()
expectTypeOf(distance).toExtend<() => void>()
const clear = app.onAction('clear', () => undefined)
const count = app.onAction('count', z.object({ from: z.number().default(0) }), ({ from }) => [from, 1])
const echo = app.onAction('echo', (payload) => payload)
expectTypeOf(clear).toExtend<DeclaredAction<'clear'>>()

// a function that knows what it takes and gives, as JSON holds it
const far = useAction<typeof distance>('distance')
expectTypeOf(far({ stop: 'Pier' })).resolves.toEqualTypeOf<{
  km: number
  at: string
  old: string | null
  maybe: number | undefined
}>()
void far({ stop: 'Pier', unit: 'mi' })
// @ts-expect-error -- it has to be called with something
void far()
// @ts-expect-error -- of another type
void far({ stop: 7 })
// @ts-expect-error -- not declared
void far({ stop: 'Pier', seats: 2 })
// @ts-expect-error -- the name of another action
useAction<typeof distance>('clear')
expectTypeOf(useAction<typeof clear>('clear')()).resolves.toEqualTypeOf<null>()
expectTypeOf(useAction<typeof count>('count')()).resolves.toEqualTypeOf<number[]>()
void useAction<typeof count>('count')({ from: 2 })
void useAction<typeof echo>('echo')({ anything: true })
// @ts-expect-error -- what is given is no action
useAction<{ km: number }>('distance')

// without a declaration anything goes
expectTypeOf(useAction('any')({ a: 1 })).resolves.toEqualTypeOf<unknown>()

// the same on the element itself, which also takes what is given back
const element = useElement<{ stops: string[] }>()
expectTypeOf(element.action<typeof distance>('distance', { stop: 'Pier' })).resolves.toHaveProperty('km')
expectTypeOf(element.action<{ km: number }>('distance', { anything: 1 })).resolves.toEqualTypeOf<{ km: number }>()
expectTypeOf(element.action('any')).resolves.toEqualTypeOf<unknown>()
// @ts-expect-error -- of another type
void element.action<typeof distance>('distance', { stop: 7 })
// @ts-expect-error -- the name of another action
void element.action<typeof distance>('clear', { stop: 'Pier' })
// @ts-expect-error -- it has to be called with something
void element.action<typeof distance>('distance')
