import { chromium } from 'playwright-core'
import { findChromium } from '../../scripts/chromium.mjs'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A page in Chromium, 1280 × 800. */
export async function openBrowser() {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: flags })
  return { browser, page: await browser.newPage({ viewport: { width: 1280, height: 800 } }) }
}

/** Milliseconds from each press of Stop to the frame that shows "stopping", in a page that streams an answer. */
export async function pressToStopping(url, tries, onTry) {
  const { browser, page } = await openBrowser()
  const times = []
  try {
    await page.goto(url)
    for (let count = 1; count <= tries; count++) {
      onTry(count)
      await page.fill('#chat-input', 'stream')
      await page.click('#chat-submit')
      await page.waitForSelector('#stop-button')
      await page.waitForFunction(
        () => (document.querySelector('.turn:last-of-type .prose')?.textContent ?? '').length > 20,
      )
      times.push(
        await page.evaluate(
          () =>
            new Promise((resolve) => {
              const button = document.querySelector('#stop-button')
              const pressedAt = performance.now()
              button.click()
              const turn = [...document.querySelectorAll('.turn')].at(-1)
              // A fast gateway has ended the run before the first frame that could show it stopping.
              const look = () => {
                if (/^stop(ping|ped)$/.test(turn.dataset.state)) resolve(performance.now() - pressedAt)
                else requestAnimationFrame(look)
              }
              requestAnimationFrame(look)
            }),
        ),
      )
      await page.waitForSelector('#stop-button', { state: 'detached' })
      await page.waitForTimeout(450)
    }
  } finally {
    await browser.close()
  }
  return times
}
