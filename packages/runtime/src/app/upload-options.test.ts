import { expect, it } from 'vitest'
import { createApp } from './create-app.ts'
import { uploadRules } from './upload-options.ts'

it('becomes the rules that page and server keep', () => {
  expect(uploadRules()).toEqual({ accept: [], maxFiles: 20, maxBytes: 500_000_000 })
  expect(uploadRules(false)).toBeNull()
  expect(uploadRules({ accept: ['image/*'], maxFiles: 2, maxSizeMb: 0.5 })).toEqual({
    accept: ['image/*'],
    maxFiles: 2,
    maxBytes: 500_000,
  })
  expect(uploadRules({ accept: { 'text/csv': ['.CSV'], 'image/*': [] } })).toMatchObject({
    accept: ['text/csv', 'image/*'],
    extensions: { 'text/csv': ['.csv'], 'image/*': [] },
  })
})

it('is checked by name', () => {
  const wrong: [unknown, RegExp][] = [
    [true, /uploads: expected/],
    [{ accept: ['png'] }, /uploads\.accept: expected MIME types/],
    [{ accept: { 'text/csv': ['csv'] } }, /uploads\.accept: expected endings/],
    [{ maxFiles: 0 }, /uploads\.maxFiles/],
    [{ maxFiles: 101 }, /uploads\.maxFiles/],
    [{ maxSizeMb: -1 }, /uploads\.maxSizeMb/],
  ]
  for (const [uploads, message] of wrong) expect(() => createApp({ uploads: uploads as false })).toThrow(message)
})
