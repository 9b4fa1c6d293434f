import { expect, it } from 'vitest'
import { titleFrom } from './title-from.ts'

it.each([
  ['', ''],
  ['Opening hours?', 'Opening hours?'],
  ['\n\n  Two \nlines', 'Two'],
  ['# Opening *hours*', 'Opening *hours*'],
  ['```js\nconst one = 1\n```', 'const one = 1'],
  [':::note\nCome early.\n:::', 'Come early.'],
  ['---\n日本語', '日本語'],
  [':::', ':::'],
  ['!?', '!?'],
  ['word '.repeat(20), `${'word '.repeat(12).trim()}…`],
  ['x'.repeat(61), `${'x'.repeat(60)}…`],
])('%j is called %j', (text, title) => expect(titleFrom(text)).toBe(title))
