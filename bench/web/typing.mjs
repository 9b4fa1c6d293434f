import { ChatClient } from '../lib/chat-client.mjs'
import { openBrowser } from '../lib/press.mjs'
import { progress } from '../lib/report.mjs'
import { percentile } from '../lib/statistics.mjs'

/** What is typed while an answer streams: from the key to the frame that shows it, in milliseconds. */
export async function typing(url) {
  progress('typing below 500 messages and an answer of 20,000 characters that streams')
  const client = new ChatClient(url)
  await client.connect()
  await client.open()
  for (let count = 1; count <= 250; count++) {
    const { runId, answered } = client.say({}, `message ${count}`)
    await Promise.all([answered, client.ended(runId)])
  }
  client.close()
  const { browser, page } = await openBrowser()
  await page.goto(`${url}thread/${client.threadId}`)
  await page.waitForSelector('.turn')
  await page.fill('#chat-input', 'stream 25000 200')
  await page.keyboard.press('Enter')
  // 1,000 characters a second: by then there are 20,000.
  await page.waitForTimeout(20_000)
  await page.evaluate(() => {
    globalThis.keyTimes = []
    addEventListener(
      'keydown',
      (key) =>
        requestAnimationFrame(() => setTimeout(() => globalThis.keyTimes.push(performance.now() - key.timeStamp))),
      true,
    )
  })
  await page.focus('#chat-input')
  await page.keyboard.type('What is typed shows at once, whatever comes in above it', { delay: 60 })
  await page.waitForTimeout(200)
  const keys = await page.evaluate(() => globalThis.keyTimes)
  await browser.close()
  return { inputLatencyMsAt500: percentile(keys, 50), inputLatencyP95MsAt500: percentile(keys, 95) }
}
