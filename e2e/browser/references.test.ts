import { createApp, pdf, ref, text } from 'chatwright'
import { startTestChat } from 'chatwright/testing'
import { expect, it } from 'vitest'
import { samplePdf } from '../lib/samples.ts'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, say } from './lib.ts'

const browser = browserForTests()

it('ELEM-02: what no chip leads to has a card: named in code or in a link only, or twice', async () => {
  const app = createApp({ name: 'Ada' })
  app.onMessage((_, chat) =>
    chat.send('See `notes` and [the plan](https://example.org), and twin.', {
      elements: ['notes', 'plan', 'twin', 'twin'].map((name, at) =>
        text({ name, content: `Words ${at}`, display: 'side' }),
      ),
    }),
  )
  await using chat = await startTestChat(app, { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'go')
  const turn = page.locator('.turn')
  await eventually(() => turn.locator('.element-link').allInnerTexts()).toEqual(['twin'])
  await eventually(() => turn.locator('.els b').allInnerTexts()).toEqual(['notes', 'plan', 'twin'])
  await turn.locator('.els').getByText('notes').click()
  await eventually(() => page.locator('.side-place').innerText()).toContain('Words 0')
})

it('ELEM-03: what is referred to is led to, from any message, never in code, and without a flicker while it comes', async () => {
  const app = createApp({ name: 'Ada' })
  let written = ''
  app.onMessage(async ({ text: words }, chat) => {
    if (words === 'models') {
      return void (await chat.send({ json: chat.history.forOpenAI() }))
    }
    if (words === 'again') {
      // Two messages own something of this name: each is led to by its own.
      const other = text({ name: 'plan', content: 'The second plan', display: 'side' })
      return void (await chat.send(
        `Now ${ref(other)}; before ${written}. [A link to ${ref(other)}](https://example.org)`,
        { elements: [other] },
      ))
    }
    const plan = text({ name: 'plan', content: 'The first plan', display: 'side' })
    const tour = pdf({ content: samplePdf(3), name: 'a_*tour*_|x', display: 'page' })
    const note = text({ name: 'Note', content: 'Inline' })
    written = ref(plan)
    const elements = [plan, tour, note]
    const whole = `| what | where |\n|---|---|\n| ${ref(tour)} | here |\n\nSee ${ref(note)}, \`${ref(plan)}\` and nothing else: planned. ${ref(plan)}`
    const message = chat.message()
    for (let at = 0; at < whole.length; at += 3) {
      await message.append(whole.slice(at, at + 3))
      await chat.sleep(8)
    }
    for (const element of elements) await message.addElement(element)
  })
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  // Whatever is seen of it meanwhile is no bracket.
  await page.evaluate(() => {
    const seen = ((window as unknown as { seen: string[] }).seen = [])
    const look = (): void => {
      const clone = document.querySelector('.turn .prose')?.cloneNode(true) as HTMLElement | undefined
      for (const code of clone?.querySelectorAll('code') ?? []) code.remove()
      const words = clone?.textContent ?? ''
      if (/\[|el:/.test(words)) seen.push(words as never)
      requestAnimationFrame(look)
    }
    look()
  })
  await say(page, 'go')
  const turn = page.locator('.turn').first()
  const chips = turn.locator('.element-link')
  await eventually(() => chips.allInnerTexts()).toEqual(['a_*tour*_|x', 'plan'])
  expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([])
  expect(await turn.locator('td').allInnerTexts()).toEqual(['a_*tour*_|x', 'here'])
  expect(await turn.locator('strong').allInnerTexts()).toEqual(['Note'])
  expect(await turn.locator('code').innerText()).toBe(written)
  expect(await turn.getByText('nothing else: planned').count()).toBe(1)
  expect(await axeProblems(page)).toEqual([])

  await say(page, 'again')
  const last = page.locator('.turn').last().locator('.element-link')
  await eventually(() => last.allInnerTexts()).toEqual(['plan', 'plan'])
  // Nothing to be pressed stands within a link.
  expect(await page.getByRole('link', { name: 'A link to plan' }).count()).toBe(1)
  const panel = page.locator('#side-view-content')
  await last.nth(1).click()
  await eventually(() => panel.innerText()).toContain('The first plan')
  await last.nth(0).click()
  await eventually(() => panel.innerText()).toContain('The second plan')

  // Models and exports get words.
  await say(page, 'models')
  await eventually(() => page.locator('.turn').last().innerText()).toContain('Now plan; before plan.')
  expect(await page.locator('.turn').last().innerText()).not.toContain('el:')
  const threadId = new URL(page.url()).pathname.split('/').at(-1)
  const exported = await (await fetch(new URL(`/api/threads/${threadId}/export`, chat.url))).text()
  expect(exported).toContain('Now plan; before plan.')
  await page.reload()
  await eventually(() => last.count()).toBe(0)
  await eventually(() => page.locator('.turn').nth(1).locator('.element-link').count()).toBe(2)
})

it('ELEM-03: what is there no more, or never was, is words', async () => {
  const app = createApp({ name: 'Ada' })
  app.onMessage(async (_, chat) => {
    const gone = text({ name: 'gone', content: 'x', display: 'side' })
    const message = await chat.send(`See ${ref(gone)} and [[el:${crypto.randomUUID()}:never%20there]] and [[el:x]].`, {
      elements: [gone],
    })
    await message.elements[0]?.remove()
  })
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'go')
  await eventually(() => page.locator('.turn .message').innerText()).toBe('See gone and never there and [[el:x]].')
  expect(await page.locator('.element-link').count()).toBe(0)
  expect(() => ref('plan' as never)).toThrow('ref: expected an element')
})

it('ELEM-03: names are led to as they are written, whatever Markdown makes of their characters', async () => {
  const app = createApp({ name: 'Ada' })
  const names = ['__init__.py', '*final*', '[1](b)', 'it`s', '$x$', '<b>', 'שלום_*עולם*_', '🎉*🎉*', '(a|b)*.+']
  const line = names.map((name) => `(${name})`).join(', ')
  const whole = `See ${line}. **Even ${names[0]} here**, not \`${names[0]}\`, [a ${names[1]} link](https://example.org) or x${names[1]}y.`
  app.onMessage(async (_, chat) => {
    // The names are known before the words come.
    const message = chat.message()
    await message.append('Well. ')
    for (const name of names) await message.addElement(text({ name, content: `Words of ${name}`, display: 'page' }))
    for (let at = 0; at < whole.length; at += 4) {
      await message.append(whole.slice(at, at + 4))
      await chat.sleep(5)
    }
    await message.done()
    await chat.sleep(300)
  })
  await using chat = await startTestChat(app, { host: 'inline', web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'go')
  const turn = page.locator('.turn').last()
  const chips = () => turn.locator('.element-link').allInnerTexts()
  await eventually(chips).toEqual([...names, names[0]])
  await page.reload()
  await eventually(chips).toEqual([...names, names[0]])
  expect(await turn.locator('.message strong').innerText()).toBe('Even __init__.py here')
  expect(await turn.locator('.message code').innerText()).toBe('__init__.py')
  expect(await turn.locator('.message a').innerText()).toBe('a final link')
  expect(await turn.locator('.message').innerText()).toContain('or xfinaly.')
  expect(await axeProblems(page)).toEqual([])
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/hostile-names.png` })
  await turn.locator('.element-link').nth(2).click()
  await eventually(() => page.locator('#element-view').innerText()).toContain('Words of')
})
