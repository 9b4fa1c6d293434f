import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { CommandLine } from './command-line.ts'
import { browserForTests, eventually, say } from './lib.ts'

const browser = browserForTests()
const folder = mkdtempSync(join(tmpdir(), 'chatwright-own-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const files = {
  'app.ts': `
import { createApp } from 'chatwright'
const app = createApp({ name: 'Own' })
app.onMessage(async (message, chat) => {
  if (message.text === 'where') return void (await chat.send('At ' + (await chat.page.call('place', 'now'))))
  await chat.send('working')
  await chat.sleep(60_000)
})
app.onStop(() => ({ text: 'Paused by you.', author: 'Ada' }))
export default app
`,
  'own.css': `[part~='stop-notice'] { text-transform: uppercase; }`,
  'own.js': `
chatwright.registerFunction('place', (when) => document.documentElement.lang + ', ' + when)
customElements.define('chatwright-stop-notice', class extends HTMLElement {
  connectedCallback() {
    const seconds = document.createElement('i')
    seconds.textContent = ' (' + this.dataset.cause + ', ' + (Number(this.dataset.elapsedMs) > 0 ? 'timed' : 'not timed') + ')'
    this.after(seconds)
  }
})
`,
  'chatwright.config.ts': `export default { page: { css: './own.css', script: './own.js' } }`,
}

it('9. an app gives the notice another look, by its part and by an element of its own', async () => {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  await using app = await CommandLine.run('start', join(folder, 'app.ts'))
  await using visitor = await browser.visit(app.url)
  const page = await visitor.open()
  await say(page, 'go')
  await eventually(() => page.locator('.turn').last().innerText()).toContain('working')
  await page.click('#stop-button')
  const notice = page.locator('chatwright-stop-notice')
  await notice.waitFor()
  expect(await notice.innerText()).toBe('ADA: PAUSED BY YOU.')
  expect(await page.locator('.notice').innerText()).toContain('(user, timed)')
  expect(await page.locator('.notice').count()).toBe(1)
})

it('CEL-09: a script that an app adds to the page has functions for the app', async () => {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  await using app = await CommandLine.run('start', join(folder, 'app.ts'))
  await using visitor = await browser.visit(app.url)
  const page = await visitor.open()
  await say(page, 'where')
  await eventually(() => page.locator('.turn').last().innerText()).toContain('At en, now')
})
