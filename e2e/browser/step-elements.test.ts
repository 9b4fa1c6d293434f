import { createApp, custom, image, text, type ElementHandle, type StepHandle } from 'chatwright'
import { startTestChat, type TestChat } from 'chatwright/testing'
import { readdir } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { samplePng } from '../lib/samples.ts'
import { axeProblems } from './axe.ts'
import { browserForTests, eventually, pause, phone, say } from './lib.ts'

const browser = browserForTests()
const tile = samplePng(90, 60)

/** Shows things in steps, and takes them away again. */
function appWith(showSteps?: 'all' | 'tools' | 'none') {
  let kept: { step: StepHandle; picture: ElementHandle } | null = null
  const app = createApp({ name: 'Ada', ...(showSteps ? { showSteps } : {}) })
  app.onMessage(async (message, chat) => {
    if (message.text === 'stop') {
      await chat.step({ name: 'Long', defaultOpen: true }, async (step) => {
        await step.addElement(text({ content: 'before', name: 'Before' }))
        await chat.sleep(600)
        await step.addElement(text({ content: 'after', name: 'After' }))
      })
    }
    await chat.step({ name: 'Draw', type: 'plan', defaultOpen: true }, async (step) => {
      step.output = 'Drawn.'
      const picture = await step.addElement(image({ content: tile, name: 'tile.png' }))
      await step.addElement(text({ content: '**All** of it.', name: 'Notes' }))
      await chat.step({ name: 'Frame', type: 'tool', defaultOpen: true }, (frame) =>
        frame.addElement(custom('Nothing', { secret: 'held back' })),
      )
      kept = { step, picture }
      if (message.text === 'change') await picture.update({ alt: 'A blue tile' })
      if (message.text === 'remove') await picture.remove()
      if (message.text === 'remove step') await step.remove()
    })
    await chat.send(kept === null ? 'nothing' : 'Done.')
  })
  return app
}

const onDisk = (chat: TestChat): Promise<string[]> => readdir(chat.filesFolder).catch(() => [])

it.each([
  { viewport: { width: 1280, height: 800 }, colorScheme: 'light' as const },
  { viewport: phone, colorScheme: 'dark' as const },
])('STEP-12: what a step shows stands in it, also after a reload, and in the export: $colorScheme', async (options) => {
  await using chat = await startTestChat(appWith(), { web: true })
  await using visitor = await browser.visit(chat.url, { ...options, expected: [/answered with 404/, /status of 404/] })
  const page = await visitor.open()
  await say(page, 'change')
  const body = page.locator('.step-body').first()
  const look = async () => {
    await body.locator('.inline-image img').waitFor()
    expect(await body.locator('.inline-image img').getAttribute('alt')).toBe('A blue tile')
    await eventually(() => body.locator('.inline-text strong').innerText()).toBe('All')
    // Not beside the answer as well.
    expect(await page.locator('.inline-image').count()).toBe(1)
  }
  await look()
  expect(await axeProblems(page)).toEqual([])
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/step-elements-${options.colorScheme}.png` })
  await page.reload()
  await look()
  const threadId = new URL(page.url()).pathname.split('/').at(-1)
  const exported = await (await fetch(new URL(`/api/threads/${threadId}/export`, chat.url))).text()
  expect(exported).toMatch(/- \*\*Draw\*\*[^]*!\[A blue tile\][^]*\*\*Frame\*\*/)
  expect(exported).not.toContain('Beside the conversation')
})

it('STEP-12: it goes with its step, from the page, the store and the disk', async () => {
  await using chat = await startTestChat(appWith())
  await chat.say('remove')
  expect(chat.elements.map(({ name, stepId }) => [name, stepId])).toEqual([
    ['Notes', chat.state.steps[0]?.id],
    ['Nothing', chat.state.steps[1]?.id],
  ])
  await chat.say('go')
  const gone = chat.state.steps.at(-2)?.id
  expect(chat.elements.filter(({ stepId }) => stepId === gone)).toHaveLength(2)
  await chat.say('remove step')
  expect(chat.state.steps).toHaveLength(4)
  expect((await chat.stored())?.elements).toHaveLength(5)
  // Of three pictures the one of the second message is left.
  await eventually(async () => (await onDisk(chat)).length).toBe(1)
  await chat.restart()
  expect(chat.elements).toHaveLength(5)
})

it('STEP-11, STEP-12: what a hidden step shows never leaves the server, nor does its file', async () => {
  const seen = async (showSteps: 'all' | 'tools' | 'none') => {
    await using chat = await startTestChat(appWith(showSteps))
    await chat.say('go')
    const stored = await chat.stored()
    const file = stored?.elements.flatMap(({ source }) => (source.type === 'file' ? [source.file.id] : []))[0] ?? ''
    expect(stored?.elements).toHaveLength(3)
    await using later = await chat.newTab()
    const told = JSON.stringify([chat.events, later.state])
    return {
      names: chat.elements.map(({ name }) => name),
      same: later.elements.length === chat.elements.length,
      status: (await chat.file(file)).status,
      isSecretTold: told.includes('held back'),
      isWordTold: told.includes('**All** of it.'),
    }
  }
  const same = true
  expect(await seen('all')).toEqual({
    names: ['tile.png', 'Notes', 'Nothing'],
    same,
    status: 200,
    isSecretTold: true,
    isWordTold: true,
  })
  expect(await seen('tools')).toEqual({ names: ['Nothing'], same, status: 404, isSecretTold: true, isWordTold: false })
  expect(await seen('none')).toEqual({ names: [], same, status: 404, isSecretTold: false, isWordTold: false })
})

it('STEP-11: a page that is there has what one that comes later is given, whatever becomes of a step', async () => {
  const app = createApp({ name: 'Ada', showSteps: 'tools' })
  app.onMessage(async (_message, chat) => {
    const outer = chat.step({ name: 'Outer', type: 'llm' })
    await outer.output.append('of the model')
    await chat.step({ name: 'Inner', type: 'tool', input: 'told', parent: outer }, async (inner) => {
      await inner.update({ showInput: false })
      await chat.send('1')
      await chat.sleep(100)
      await outer.update({ type: 'tool' })
      await chat.send('2')
      await chat.sleep(100)
      await outer.update({ type: 'llm' })
      await chat.send('3')
      await chat.sleep(100)
      await outer.remove()
      await chat.send('4')
      await chat.sleep(100)
    })
  })
  await using chat = await startTestChat(app)
  await using other = await chat.newTab()
  const stages: Record<string, unknown> = {}
  const look = (tab: { steps: typeof chat.steps }) =>
    tab.steps.map(({ name, parentId, input, output }) => [name, parentId !== null, input.text, output.text])
  const running = await chat.send('go')
  for (const at of ['1', '2', '3', '4']) {
    await chat.waitFor(() => chat.text.includes(`Ada: ${at}`))
    stages[at] = look(chat)
  }
  await running.ended()
  expect(stages).toEqual({
    1: [['Inner', false, '', '']],
    2: [
      ['Outer', false, '', 'of the model'],
      ['Inner', true, '', ''],
    ],
    3: [['Inner', false, '', '']],
    4: [],
  })
  await using later = await chat.newTab()
  expect([look(other), look(later)]).toEqual([[], []])
})

it('STEP-12: Stop keeps what stood there, and nothing is added behind it', async () => {
  await using chat = await startTestChat(appWith())
  const run = await chat.send('stop')
  await chat.waitFor(() => chat.elements.length === 1)
  await chat.stop()
  await run.ended()
  await pause(1_000)
  expect(chat.elements.map(({ name }) => name)).toEqual(['Before'])
  expect(chat.eventsAfter('run-end')).toEqual([])
})
