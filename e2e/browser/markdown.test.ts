import { createApp } from 'chatwright'
import { startTestChat, type TestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { afterEach, expect, it, vi } from 'vitest'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, pause, phone, say } from './lib.ts'

const browser = browserForTests()
afterEach(() => void vi.unstubAllEnvs())
const app = new URL('./apps/writer.ts', import.meta.url)

/** Has the app answer with a text, and gives the prose it became. */
async function written(page: Page, text: string) {
  await page.fill('#chat-input', text)
  const count = await page.locator('.turn').count()
  await page.press('#chat-input', 'Enter')
  const turn = page.locator('.turn').nth(count)
  await eventually(() => turn.getAttribute('data-state')).toBe('completed')
  return turn.locator('.prose')
}

async function open(chat: TestChat, options: Parameters<typeof browser.visit>[1] = {}) {
  const visitor = await browser.visit(chat.url, options)
  return { page: await visitor.open(), [Symbol.asyncDispose]: () => visitor[Symbol.asyncDispose]() }
}

it('code is coloured, and copied to the last character', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using tab = await open(chat)
  const code = 'const a = `<b>` // &amp; "quoted"\n\n\tif (a && !b) {\n    return 1 < 2\n}   \n// ende: äöü 🙂'
  const prose = await written(tab.page, `See:\n\n\`\`\`ts\n${code}\n\`\`\`\n\nThat is it.`)
  await eventually(() => prose.locator('pre code span').count()).toBeGreaterThan(3)
  expect(await prose.locator('pre code').textContent()).toBe(code)
  await prose.getByRole('button', { name: 'Copy code' }).click()
  await prose.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await tab.page.evaluate(() => navigator.clipboard.readText())).toBe(code)
})

it('a wide table scrolls in its own card, on a phone too', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using tab = await open(chat, { viewport: phone })
  const row = (cell: string) => `|${` ${cell} |`.repeat(14)}`
  const prose = await written(tab.page, [row('heading'), row('---'), row('a long cell'), row('42')].join('\n'))
  const sizes = await prose.locator('.table-card').evaluate((card) => ({
    inside: card.scrollWidth,
    outside: card.clientWidth,
    page: document.documentElement.scrollWidth,
  }))
  expect(sizes.inside).toBeGreaterThan(sizes.outside)
  expect(sizes.page).toBeLessThanOrEqual(phone.width)
  expect(await prose.locator('tbody tr').count()).toBe(2)
})

it('maths is set by KaTeX, and prices stay prices', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using tab = await open(chat)
  const prose = await written(
    tab.page,
    'It costs $5 and $10, and $e^{i\\pi} + 1 = 0$ is free:\n\n$$\n\\int_0^1 x^2 \\, dx\n$$\n',
  )
  await eventually(() => prose.locator('.katex').count()).toBe(2)
  expect(await prose.locator('p').first().innerText()).toContain('It costs $5 and $10, and')
  expect(await prose.locator('.katex-error').count()).toBe(0)
  const font = await prose
    .locator('.katex .mord')
    .first()
    .evaluate((element) => getComputedStyle(element).fontFamily)
  expect(font).toMatch(/^"?KaTeX/)
  await eventually(() => tab.page.evaluate(() => document.fonts.check('16px KaTeX_Main'))).toBe(true)
})

it('HTML is text, a script is no script, and nothing is loaded', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using tab = await open(chat)
  const dangerous = '<script>globalThis.wasHere = 1</script> <img src=x onerror="globalThis.wasHere = 2"> <b>bold</b>'
  for (const text of [dangerous, `whole:${dangerous}`, `- item\n\n${dangerous}`]) {
    const prose = await written(tab.page, text)
    expect(await prose.innerText()).toContain(dangerous)
    expect(await prose.locator('script, img, b').count()).toBe(0)
  }
  await pause(300)
  expect(await tab.page.evaluate(() => 'wasHere' in globalThis)).toBe(false)
})

it('a link that would run something is no link; others open apart and tell nothing', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using tab = await open(chat)
  const prose = await written(
    tab.page,
    '[run](javascript:alert(1)) [run](JaVaScRiPt:alert(1)) [run](java&#115;cript:alert(1)) [data](data:text/html,<b>x</b>) ' +
      '<javascript:alert(1)> [file](file:///etc/passwd) [good](https://example.org/a)',
  )
  const links = await prose.locator('a').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href))
  expect(links).toEqual(['https://example.org/a'])
  const good = prose.getByRole('link', { name: 'good' })
  expect(await good.getAttribute('target')).toBe('_blank')
  expect(await good.getAttribute('rel')).toContain('noopener')
})

it('a picture of another host is a link and is not asked for', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using tab = await open(chat)
  const asked: string[] = []
  tab.page.on('request', (request) => asked.push(request.url()))
  const prose = await written(tab.page, 'Look: ![a tracker](https://tracker.example/p.png?who=you)')
  expect(await prose.locator('img').count()).toBe(0)
  expect(await prose.getByRole('link', { name: 'a tracker' }).getAttribute('href')).toContain('tracker.example')
  await pause(500)
  expect(asked.filter((url) => url.includes('tracker'))).toEqual([])
})

it('is the same streamed, whole and after a reload', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using tab = await open(chat)
  const text =
    '# Title\n\nA *word* and **more**, `code`.\n\n1. one\n2. two\n   - three\n\n> quoted\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n---\n\n- [x] done\n\n```js\nlet a = 1\n```\n\nEnd.'
  const first = await written(tab.page, text)
  await eventually(() => tab.page.locator('.turn .prose pre span').count()).toBeGreaterThan(0)
  const streamed = await first.innerHTML()
  const whole = await (await written(tab.page, `whole:${text}`)).innerText()
  expect(whole).toBe(await tab.page.locator('.turn .prose').first().innerText())
  expect(streamed).toContain('<h')
  await tab.page.reload()
  await eventually(() => tab.page.locator('.turn .prose').count()).toBe(2)
  await eventually(() => tab.page.locator('.turn .prose').allInnerTexts()).toEqual([whole, whole])
})

it.each(['filled', 'outlined'] as const)('MSG-12: each kind of call-out, %s, in both themes', async (alerts) => {
  const speaker = createApp({ name: 'Ada', ...(alerts === 'filled' ? {} : { markdown: { alerts } }) })
  speaker.onMessage((message, chat) => chat.send(message.text))
  await using chat = await startTestChat(speaker, { web: true })
  await using tab = await open(chat, { bypassCSP: true })
  const kinds = 'note info tip important warning caution debug example success help idea pending security beta'
  const all = [...kinds.split(' '), 'best-practice']
  const text = all.map((kind) => `:::${kind}\nThis is *${kind}*.\n\n- with [more](https://a.example)\n:::`).join('\n\n')
  const prose = await written(tab.page, text)
  await eventually(() => prose.locator('.alert em').allInnerTexts()).toEqual(all)
  expect(await prose.locator('.alert > svg').count()).toBe(all.length)
  expect(await prose.locator('.alert li a').count()).toBe(all.length)
  expect(await prose.innerText()).not.toContain(':::')
  const grounds = () =>
    prose.locator('.alert').evaluateAll((all) => new Set(all.map((one) => getComputedStyle(one).backgroundColor)).size)
  for (const colorScheme of ['light', 'dark'] as const) {
    await tab.page.emulateMedia({ colorScheme })
    if (alerts === 'filled') expect(await grounds()).toBeGreaterThan(3)
    else expect(await grounds()).toBe(1)
    expect(await axeProblems(tab.page)).toEqual([])
    if (process.env['PICTURES']) {
      await tab.page.setViewportSize({ width: 1_280, height: 2_000 })
      await tab.page.screenshot({ path: `${process.env['PICTURES']}/alerts-${alerts}-${colorScheme}.png` })
    }
  }
})

it('MSG-11: HTML that is let through is drawn, streamed and after a reload', async () => {
  vi.stubEnv('HTML', '1')
  await using chat = await startTestChat(new URL('./apps/html.ts', import.meta.url), { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'good')
  await page.locator('.turn[data-state="completed"]').waitFor()
  const look = async (): Promise<void> => {
    await eventually(() => page.locator('.turn details').count()).toBe(1)
    const prose = page.locator('.turn .prose')
    expect(await prose.locator('kbd').innerText()).toBe('Esc')
    expect(await prose.locator('strong mark').innerText()).toBe('look')
    expect(await prose.locator('p').first().innerText()).toBe('Press Esc, and look H2O\nnext')
    await prose.locator('summary').click()
    expect(await prose.locator('details').innerText()).toMatch(/More\s+Inside\s+Cell/)
  }
  await look()
  await page.reload()
  await look()
})

it('MSG-11: of HTML that wants to harm only the words are left, whether it is let through or not', async () => {
  for (const html of ['1', '0']) {
    vi.stubEnv('HTML', html)
    await using chat = await startTestChat(new URL('./apps/html.ts', import.meta.url), { web: true })
    await using visitor = await browser.visit(chat.url, {
      // Where it is cleaned, styles are looked at before they are taken out.
      expected: [/Applying inline style violates/],
    })
    const page = await visitor.open()
    await say(page, 'bad')
    await page.locator('.turn[data-state="completed"]').waitFor()
    const prose = page.locator('.turn .prose')
    await eventually(() => prose.innerText()).toContain('after')
    if (html === '1') await eventually(() => prose.locator('.html').count()).toBeGreaterThan(0)
    await pause(300)
    expect(await page.title()).not.toContain('taken')
    expect(
      await prose
        .locator('script, iframe, form, input, button, style, svg, math, [onclick], [onerror], [style], [id]')
        .count(),
    ).toBe(0)
    expect(await prose.locator('img').count()).toBe(0)
    expect(await prose.locator('a[href^="javascript"], a[href^="data"]').count()).toBe(0)
    if (html === '1') {
      expect(await prose.locator('a[href="https://example.org/ok"]').getAttribute('rel')).toBe('noopener noreferrer')
      expect(await prose.locator('b').innerText()).toBe('bold')
    } else expect(await prose.innerText()).toContain('<script>')
  }
})
