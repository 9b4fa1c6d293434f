import { gzipSync } from 'node:zlib'
import { ChatClient } from './lib/chat-client.mjs'
import { openBrowser } from './lib/press.mjs'
import { progress, report } from './lib/report.mjs'
import { startChatwright } from './lib/server.mjs'
import { table } from './web/table.mjs'
import { typing } from './web/typing.mjs'
import { percentile, round } from './lib/statistics.mjs'

/** What the page costs: its first load, a long answer while it arrives, and a long thread. */

/** What is asked for until the composer stands there; what the page fetches for later comes after it. */
async function firstLoad(url) {
  progress('first load')
  const { browser, page } = await openBrowser()
  const sizes = new Map()
  page.on('response', async (response) => {
    const body = await response.body().catch(() => Buffer.alloc(0))
    sizes.set(response.url(), gzipSync(body).length)
  })
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('#chat-input')) return
      observer.disconnect()
      globalThis.shownAt = performance.now()
    }).observe(document, { subtree: true, childList: true })
  })
  await page.goto(url)
  await page.waitForFunction(() => globalThis.shownAt !== undefined)
  await page.waitForTimeout(1_000)
  const asked = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ startTime }) => startTime <= globalThis.shownAt)
      .map(({ name }) => name),
  )
  await browser.close()
  return [url, ...asked].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0)
}

/** Streams an answer and says how late its last word was on screen, and the main thread's work for each frame near its end. */
async function longAnswer(url, characters, tokensPerSecond) {
  progress(`an answer of ${characters} characters at ${tokensPerSecond} tokens/s`)
  const { browser, page } = await openBrowser()
  await page.goto(url)
  await page.waitForSelector('#chat-input')
  await page.evaluate(() => {
    globalThis.frames0 = 0
    const count = () => {
      globalThis.frames0++
      requestAnimationFrame(count)
    }
    requestAnimationFrame(count)
    new MutationObserver(() => {
      const text = document.querySelector('.turn:last-of-type .prose')?.lastElementChild?.textContent ?? ''
      const found = /END(\d{13})/.exec(text)
      if (found && !globalThis.lagMs) globalThis.lagMs = Date.now() - Number(found[1])
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  const client = await page.context().newCDPSession(page)
  await client.send('Performance.enable')
  const metrics = async () => {
    const { metrics } = await client.send('Performance.getMetrics')
    const taskMs = metrics.find(({ name }) => name === 'TaskDuration').value * 1_000
    return { taskMs, frames: await page.evaluate(() => globalThis.frames0) }
  }
  await page.fill('#chat-input', `stream ${characters} ${tokensPerSecond}`)
  await page.keyboard.press('Enter')
  const seconds = characters / 5 / tokensPerSecond
  await page.waitForTimeout(seconds * 1_000 * 0.9)
  const before = await metrics()
  await page.waitForTimeout(seconds * 1_000 * 0.07)
  const after = await metrics()
  await page.waitForFunction(() => globalThis.lagMs !== undefined, undefined, { timeout: 300_000 })
  const lagMs = await page.evaluate(() => globalThis.lagMs)
  await browser.close()
  return { lagMs, frameCpuMs: round((after.taskMs - before.taskMs) / Math.max(1, after.frames - before.frames)) }
}

async function longThread(url) {
  progress('a thread of 1,000 exchanges')
  const client = new ChatClient(url)
  await client.connect()
  await client.open()
  for (let count = 1; count <= 1_000; count++) {
    const { runId, answered } = client.say({}, `message ${count}`)
    await Promise.all([answered, client.ended(runId)])
  }
  client.close()
  const { browser, page } = await openBrowser()
  await page.goto(url)
  await page.waitForSelector('#chat-input')
  const opens = []
  for (let count = 0; count < 5; count++) {
    await page.goto('about:blank')
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        const last = [...document.querySelectorAll('.turn')].at(-1)
        if (!last?.textContent?.includes('message 1000')) return
        observer.disconnect()
        requestAnimationFrame(() => setTimeout(() => (globalThis.openedMs = performance.now())))
      }).observe(document, { subtree: true, childList: true, characterData: true })
    })
    await page.goto(`${url}thread/${client.threadId}`)
    await page.waitForFunction(() => globalThis.openedMs !== undefined)
    opens.push(await page.evaluate(() => globalThis.openedMs))
  }
  const elements = await page.evaluate(() => document.querySelectorAll('*').length)
  const keys = await page.evaluate(() => {
    globalThis.keyTimes = []
    addEventListener(
      'keydown',
      (key) =>
        requestAnimationFrame(() => setTimeout(() => globalThis.keyTimes.push(performance.now() - key.timeStamp))),
      true,
    )
    return globalThis.keyTimes
  })
  await page.focus('#chat-input')
  await page.keyboard.type('How long does one key take to show here', { delay: 40 })
  await page.waitForTimeout(200)
  keys.push(...(await page.evaluate(() => globalThis.keyTimes)))
  await browser.close()
  return {
    open1000ExchangesMs: percentile(opens, 50),
    elementsAt1000: elements,
    keystrokeMsAt1000: percentile(keys, 50),
    keystrokeP95MsAt1000: percentile(keys, 95),
  }
}

const server = await startChatwright('web.ts')
const url = `${server.url}/`
try {
  const firstLoadGzipBytes = await firstLoad(url)
  const at20k = await longAnswer(url, 20_000, 50)
  const at100k = await longAnswer(url, 100_000, 400)
  const thread = await longThread(url)
  const typed = await typing(url)
  const rows = await table(url)
  report({
    firstLoadGzipBytes,
    frameCpuMsAt100k: at100k.frameCpuMs,
    lastTokenLagMsAt20k: at20k.lagMs,
    lastTokenLagMsAt100k: at100k.lagMs,
    ...thread,
    ...typed,
    ...rows,
  })
} finally {
  await server.stop()
}
