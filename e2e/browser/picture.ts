import { writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** The window in which an example's picture is taken. */
export const pictureSize = { width: 960, height: 640 }

const root = new URL('../../', import.meta.url)
/** A reader's checkout carries all of them. */
const mostBytes = 150_000
/** How long a page may take to come to rest, in milliseconds. */
const restMs = 10_000

/** Takes the picture that an example's README shows, `examples/<example>/picture.png`; see {@link takePicture}. */
export function takeExamplePicture(page: Page, example: string): Promise<void> {
  return takePicture(page, `examples/${example}/picture.png`)
}

/**
 * Takes a picture of the page when nothing on it moves any more. It is taken whenever the test runs, and put into the
 * repository, under this path, only with `UPDATE_IMAGES=1`.
 */
export async function takePicture(page: Page, path: string): Promise<void> {
  const { width } = page.viewportSize() ?? pictureSize
  // Where nothing answers to a pointer.
  await page.mouse.move(width / 2, 2)
  await page.evaluate(() => document.fonts.ready)
  const picture = await atRest(page)
  expect(picture.subarray(1, 4).toString()).toBe('PNG')
  expect(picture.byteLength).toBeLessThan(mostBytes)
  if (process.env['UPDATE_IMAGES'] === '1') await writeFile(new URL(path, root), picture)
}

/** What is seen twice in a row. */
async function atRest(page: Page): Promise<Buffer> {
  const giveUpAt = Date.now() + restMs
  const look = (): Promise<Buffer> => page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' })
  for (let last = await look(); Date.now() < giveUpAt;) {
    await pause(150)
    const next = await look()
    if (next.equals(last)) return next
    last = next
  }
  throw new Error('The page does not come to rest: something on it still changes.')
}
