import type { ComposerCommand } from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { matching } from './use-slash.ts'

const command = (id: string, label = id) => ({ id, label }) as ComposerCommand

it('finds by part of the label or the id, the earliest first, and keeps the order of equals', () => {
  const all = [command('repic'), command('x1', 'Topic'), command('picture'), command('search'), command('pic', 'Image')]
  const found = (words: string) => matching(all, words).map(({ id }) => id)
  expect(found('pic')).toEqual(['picture', 'pic', 'repic', 'x1'])
  expect(found('PIC')).toEqual(['picture', 'pic', 'repic', 'x1'])
  expect(found('image')).toEqual(['pic'])
  expect(found('nothing')).toEqual([])
  expect(found('')).toHaveLength(5)
})
