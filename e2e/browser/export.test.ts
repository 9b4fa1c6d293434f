import { readFile } from 'node:fs/promises'
import { newId, threadExport, type Message } from '@chatwright/protocol'
import { createMemoryStore } from '@chatwright/data'
import { createApp } from 'chatwright'
import { startTestChat } from 'chatwright/testing'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { answers, browserForTests, eventually, phone, say } from './lib.ts'

const app = new URL('./apps/exported.ts', import.meta.url)
const browser = browserForTests()

async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
}

it('PERS-16. a thread is saved as Markdown and as JSON, from the list and from the head; and any answer is copied', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await page.locator('#chat-input').waitFor()
  expect(await page.locator('#thread-menu').count()).toBe(0)
  await say(page, 'Plan: a/b?')
  await eventually(() => answers(page).last().innerText()).toContain('const owls')
  await say(page, 'ask')
  await page.getByText('evening').first().click()
  await eventually(() => answers(page).last().innerText()).toContain('Noted.')
  await say(page, 'long')
  await eventually(() => answers(page).last().innerText()).toContain('word5')
  await page.click('#stop-button')
  await page.locator('.turn[data-state="stopped"]').waitFor()
  await eventually(() => page.locator('.turn[data-state="stopped"]').innerText()).toContain('as you wished')

  // Any answer: an earlier one, whole and as Markdown, and one that was stopped.
  const copied = async (at: number): Promise<string> => {
    await answers(page).nth(at).getByRole('button', { name: 'Copy answer' }).click()
    await answers(page).nth(at).getByRole('button', { name: 'Copied' }).waitFor()
    return page.evaluate(() => navigator.clipboard.readText())
  }
  expect(await copied(0)).toBe('The **first** part.\n\n```ts\nconst owls = 2\n```')
  expect(await copied((await answers(page).count()) - 1)).toMatch(/^word0 word1 .*word\d+ ?$/)

  // From the list, by mouse.
  await page.locator('.thread').hover()
  await page.getByRole('button', { name: 'More for Plan: a/b?' }).click()
  expect(await axeProblems(page)).toEqual([])
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/export-list.png` })
  const markdown = await saved(page, () => page.getByRole('menuitem', { name: 'Export as Markdown' }).click())
  expect(markdown.name).toBe('Plan a b.md')
  const { text } = markdown
  expect(text).toMatch(/^# Plan: a\/b\?\n\n\*A conversation with Ada, begun on \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
  for (const part of [
    /\n## You, \d{4}-\d\d-\d\d \d\d:\d\d UTC\n\nPlan: a\/b\?\n/,
    /- \*\*Look up\*\* \(tool, done, \d\.\d s\)\n\n {2}```\n {2}owls\n {2}```\n\n\n {2}```\n {2}Two owls\.\n {2}```/,
    /The \*\*first\*\* part\.\n\n\[stops \\\[1\\\]\.csv\]\(<http:\/\/[^>]+\/files\/[0-9a-f-]+>\)\n/,
    /\n```ts\nconst owls = 2\n```\n/,
    /- \[ \] morning\n- \[x\] evening\n/,
    /word0 word1 /,
    /\n> Stopped, as you wished\.\n/,
  ]) {
    expect(text).toMatch(part)
  }
  const link = /<(http[^>]+)>/.exec(text)?.[1] as string
  expect(await (await fetch(link)).text()).toContain('Castle,09:00')
  await eventually(() => page.locator('[role="menu"]').count()).toBe(0)

  // From the head, by key.
  await page.locator('#thread-menu').press('Enter')
  await page.keyboard.press('ArrowDown')
  const json = await saved(page, () => page.keyboard.press('Enter'))
  expect(json.name).toBe('Plan a b.json')
  const file = threadExport.parse(JSON.parse(json.text))
  await using tab = await chat.newTab(/thread\/([0-9a-f-]+)/.exec(page.url())?.[1])
  const { setups: _setups, ...state } = tab.state
  expect(file.thread).toMatchObject({ ...state, seq: expect.any(Number) as number })
  expect(Object.values(file.links)).toEqual([link])
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('thread-menu')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await eventually(() => page.locator('[role="menu"]').count()).toBe(0)
})

it('MSG-13. an answer is copied as Markdown, and as formatted text for what takes that', async () => {
  const text = [
    '## A *head*',
    'Text with **bold**, `code <b>` and [a link](https://example.org/?a=1&b=2), a [bad one](javascript:alert(1)).',
    '1. one',
    '2. two\n\n   - [x] done',
    '| a | b |\n|---|--:|\n| 1 | 2 |',
    '```ts\nconst a = "<b>"\n```',
    '> quoted',
  ].join('\n\n')
  const rich = createApp()
  rich.onMessage((_, chat) => chat.send(text))
  await using chat = await startTestChat(rich, { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'go')
  await eventually(() => answers(page).last().innerText()).toContain('quoted')
  // Coloured by now.
  await page.locator('.turn pre code span').first().waitFor()
  await page.getByRole('button', { name: 'Copy answer' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const read = async (type: string) => (await item?.getType(type))?.text()
    return { plain: await read('text/plain'), html: await read('text/html') }
  })
  expect(copied.plain).toBe(text)
  const html = copied.html?.replaceAll(/\s+/g, ' ') ?? ''
  for (const part of [
    /<h2[^>]*>A <em[^>]*>head<\/em><\/h2>/,
    /<strong[^>]*>bold<\/strong>, <code[^>]*>code &lt;b&gt;<\/code> and <a [^>]*href="https:\/\/example\.org\/\?a=1&amp;b=2"[^>]*>a link<\/a>/,
    /<ol[^>]*>.*<li[^>]*>.*one.*<\/li>/,
    /<table[^>]*>.*<th[^>]*>a<\/th>.*<td[^>]*>2<\/td>/,
    /<pre[^>]*><code[^>]*>const a = (?:"|&quot;)&lt;b&gt;(?:"|&quot;)<\/code><\/pre>/,
    /<blockquote[^>]*>.*quoted.*<\/blockquote>/,
  ]) {
    expect(html).toMatch(part)
  }
  for (const none of ['javascript:', '<button', '<svg', 'class=', 'TypeScript']) expect(html).not.toContain(none)
})

it('PERS-16. on a phone, from the head', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url, { viewport: phone, colorScheme: 'dark' })
  const page = await visitor.open()
  await say(page, 'Plan')
  await eventually(() => answers(page).last().innerText()).toContain('const owls')
  await page.locator('#thread-menu').click()
  expect(await axeProblems(page)).toEqual([])
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/export-phone.png` })
  const markdown = await saved(page, () => page.getByRole('menuitem', { name: 'Export as Markdown' }).click())
  expect(markdown.name).toBe('Plan.md')
})

it('PERS-16. only what there is and who may see it; what asks for anything else is refused', async () => {
  await using chat = await startTestChat(app)
  await chat.say('Plan')
  const at = (path: string): Promise<Response> => fetch(new URL(path, chat.url))
  const good = await at(`/api/threads/${chat.threadId}/export`)
  expect(good.status).toBe(200)
  expect(Object.fromEntries(good.headers)).toMatchObject({
    'content-type': 'text/markdown; charset=utf-8',
    'content-disposition': `attachment; filename="Plan.md"; filename*=UTF-8''Plan.md`,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  })
  for (const [path, status, code] of [
    [`/api/threads/${newId()}/export`, 404, 'thread_not_found'],
    ['/api/threads/../export', 404, undefined],
    ['/api/threads/not-an-id/export', 400, 'bad_request'],
    [`/api/threads/${chat.threadId}/export?format=exe`, 400, 'bad_request'],
    [`/api/threads/${chat.threadId}/export?format=constructor`, 400, 'bad_request'],
  ] as const) {
    const refused = await at(path)
    expect(refused.status, path).toBe(status)
    if (code) expect(await refused.json()).toMatchObject({ error: { code } })
  }
})

it('PERS-16. a stored thread of 1,000 exchanges comes whole, and nobody waits for it meanwhile', async () => {
  const store = createMemoryStore()
  await store.open()
  const threadId = newId()
  const base: Omit<Message, 'id' | 'role' | 'author' | 'text' | 'createdAt'> = {
    runId: null,
    parentId: null,
    language: null,
    status: 'done',
    isError: false,
    metadata: {},
    tags: [],
  }
  const messages = Array.from({ length: 1_000 }, (_, index) => [
    { ...base, id: newId(), role: 'user' as const, author: 'You', text: `question ${index}`, createdAt: 2 * index },
    {
      ...base,
      id: newId(),
      role: 'assistant' as const,
      author: 'Ada',
      text: `answer ${index}, ${'and so on. '.repeat(400)}`,
      createdAt: 2 * index + 1,
    },
  ]).flat()
  await store.write({
    threadId,
    userId: 'local',
    seq: 2_000,
    title: 'Long',
    branchId: null,
    createdAt: 0,
    updatedAt: 2_000,
    messages: messages.map((item, position) => ({ position, item })),
    steps: [],
    runs: [],
    pieces: [],
    removedMessages: [],
    removedSteps: [],
    removedPieces: [],
  })
  await using chat = await startTestChat(app, { store })
  const begun = performance.now()
  const fetching = fetch(new URL(`/api/threads/${threadId}/export?format=markdown`, chat.url)).then((response) =>
    response.text(),
  )
  const pings: number[] = []
  const progress = { isOver: false }
  void fetching.finally(() => (progress.isOver = true))
  while (!progress.isOver) {
    const at = performance.now()
    await chat.command('listThreads', {})
    pings.push(performance.now() - at)
  }
  const text = await fetching
  console.log(
    `export of 1,000 exchanges: ${Math.round(text.length / 1_000)} kB in ${Math.round(performance.now() - begun)} ms; longest answer meanwhile ${Math.round(Math.max(...pings))} ms`,
  )
  expect(text.length).toBeGreaterThan(4_000_000)
  expect(text.match(/^answer \d+,/gm)).toHaveLength(1_000)
  const json = (await (await fetch(new URL(`/api/threads/${threadId}/export?format=json`, chat.url))).json()) as unknown
  expect(threadExport.parse(json).thread.messages).toEqual(messages)
})
