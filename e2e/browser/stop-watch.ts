import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** What a page showed around a press of Stop. */
export interface StopRecord {
  /** The answers' text at the press, and at every change of the page from then on. */
  atPress: string | null
  after: string[]
  /** What stood two frames after the press. */
  soon: { text: string; notices: string[]; carets: number; button: string } | null
  /** Every wording of a notice, in any state of the page from its first on. */
  notices: string[]
  /** The most notices there were at once. */
  mostNotices: number
  /** What the live region has said. */
  spoken: string[]
  /** What the person's messages and the toasts said, at every change. */
  said: string[]
  toasts: string[]
}

/**
 * Goes into a page before its own code and writes down what it shows, at every single change: more than any frame could
 * show. The press is taken in the capture phase, before the page itself hears of it.
 */
export function watchStop(): void {
  const record: StopRecord = {
    atPress: null,
    after: [],
    soon: null,
    notices: [],
    mostNotices: 0,
    spoken: [],
    said: [],
    toasts: [],
  }
  Object.assign(globalThis, { stopRecord: record })
  const texts = (selector: string): string[] =>
    Array.from(document.querySelectorAll<HTMLElement>(selector), (element) => element.textContent ?? '')
  const answers = (): string => texts('.turn .message').join('\n')
  const add = (list: string[], text: string): void => {
    if (text !== '' && list.at(-1) !== text) list.push(text)
  }
  const onPress = (): void => {
    if (record.atPress !== null || !document.querySelector('#stop-button')) return
    record.atPress = answers()
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        record.soon = {
          text: answers(),
          notices: texts('.notice .said'),
          carets: document.querySelectorAll('.caret').length,
          button: texts('#stop-button, #chat-submit').join(),
        }
      }),
    )
  }
  addEventListener(
    'click',
    (event) => {
      if ((event.target as Element).closest('#stop-button')) onPress()
    },
    { capture: true },
  )
  addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape') onPress()
    },
    { capture: true },
  )
  new MutationObserver(() => {
    const notices = texts('.notice .said')
    record.mostNotices = Math.max(record.mostNotices, notices.length)
    for (const notice of notices) add(record.notices, notice)
    for (const toast of texts('.toast, .trouble')) add(record.toasts, toast)
    add(record.said, texts('.user .bubble').join('\n'))
    const [spoken = ''] = texts('#live-region')
    if (spoken === '' || record.spoken.at(-1) !== spoken) add(record.spoken, spoken)
    if (record.atPress !== null) add(record.after, answers())
  }).observe(document, { subtree: true, childList: true, characterData: true })
}

export function stopRecord(page: Page): Promise<StopRecord> {
  return page.evaluate(() => (globalThis as unknown as { stopRecord: StopRecord }).stopRecord)
}

/** From the press on nothing was added, not for one frame. */
export function expectFrozen({ atPress, after, soon }: StopRecord): void {
  if (atPress === null || soon === null) throw new Error('Stop was not pressed on this page.')
  expect(soon.text).toBe(atPress)
  expect(soon.carets).toBe(0)
  for (const text of after) expect(text).toBe(atPress)
}
