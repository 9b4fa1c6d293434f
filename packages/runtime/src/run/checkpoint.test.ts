import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isStop, StopError } from '@chatwright/protocol'
import type { ActionHandle } from '../action/index.ts'
import { createApp } from '../app/create-app.ts'
import { laterAsk } from '../ask/index.ts'
import type { ChatContext } from '../chat/chat-context.ts'
import type { MessageHandle } from '../chat/message-handle.ts'
import { textInput } from '../offer/fields.ts'
import { text, type ElementHandle } from '../elements/index.ts'
import type { StepHandle } from '../chat/step-handle.ts'
import { step } from '../chat/step-function.ts'
import { serveWatched } from '../testing/serve-watched.ts'
import { serveTest, TestLink, turns, watchRejections } from '../testing/test-link.ts'
import type { TaskHandle, TaskListHandle } from '../tasks/task-list.ts'
import { checkpoints, type Checkpoint } from './checkpoint.ts'

interface Scene {
  chat: ChatContext
  message: MessageHandle
  open: StepHandle
  element: ElementHandle
  action: ActionHandle
  list: TaskListHandle
  task: TaskHandle
  wrapped: (text: string) => string
  wrappedAsync: (text: string) => Promise<string>
}

type Props = Omit<Scene, 'wrapped' | 'wrappedAsync'>

/** What the calls are made on. */
async function setTheScene(chat: ChatContext): Promise<Props> {
  const message = await chat.send('before')
  const [action] = await message.setActions([{ name: 'before' }])
  const list = await chat.tasks('before')
  const element = await (await chat.send('before')).addElement(text({ content: 'before', name: 'before' }))
  return {
    chat,
    message,
    action: action as ActionHandle,
    list,
    task: await list.add('before'),
    element,
    open: chat.step('before'),
  }
}

/** How to make each call. A checkpoint without an entry is a type error. */
const calls: Record<Checkpoint, (scene: Scene) => unknown> = {
  'chat.send': ({ chat }) => chat.send('more'),
  'chat.sendError': ({ chat }) => chat.sendError('more'),
  'chat.stream': ({ chat }) => chat.stream(['more']),
  'chat.step with a function': ({ chat }) => chat.step('more', () => 'more'),
  'chat.step as a scope': ({ chat }) => chat.step('more'),
  'chat.ask.text': ({ chat }) => chat.ask.text('more?'),
  'chat.ask.choice': ({ chat }) => chat.ask.choice('more?', ['yes']),
  'chat.ask.confirm': ({ chat }) => chat.ask.confirm('more?'),
  'chat.ask.files': ({ chat }) => chat.ask.files('more?'),
  'chat.ask.form': ({ chat }) => chat.ask.form('more?', { name: textInput() }),
  'chat.ask.element': ({ chat }) => chat.ask.element('more?', 'Form', {}),
  'chat.ask.approve': ({ chat }) => chat.ask.approve({ tool: 'refund', args: {} }),
  'chat.ask.later': ({ chat }) => chat.ask.later(laterAsk.text('more'), 'more?'),
  'chat.ask.withdraw': ({ chat }) => chat.ask.withdraw('more'),
  'chat.page.call': ({ chat }) => chat.page.call('more'),
  'chat.tasks': ({ chat }) => chat.tasks('more'),
  'chat.offer': ({ chat }) => chat.offer({ commands: [{ id: 'more' }] }),
  'tasks.add': ({ list }) => list.add('more'),
  'tasks.update': ({ list }) => list.update({ title: 'more' }),
  'tasks.remove': ({ list }) => list.remove(),
  'task.run': ({ task }) => task.run(() => 'more'),
  'task.update': ({ task }) => task.update({ title: 'more' }),
  'chat.sleep': ({ chat }) => chat.sleep(1),
  'chat.shield': ({ chat }) => chat.shield(() => 'more'),
  'chat.offload': ({ chat }) => chat.offload(() => 'more'),
  'chat.checkpoint': ({ chat }) => chat.checkpoint(),
  'message.append': ({ message }) => message.append('more'),
  'message.set': ({ message }) => message.set('more'),
  'message.stream': ({ message }) => message.stream(['more']),
  'message.update': ({ message }) => message.update({ text: 'more' }),
  'message.remove': ({ message }) => message.remove(),
  'message.setActions': ({ message }) => message.setActions([{ name: 'more' }]),
  'action.remove': ({ action }) => action.remove(),
  'message.addElement': ({ message }) => message.addElement(text({ content: 'more', name: 'more' })),
  'element.update': ({ element }) => element.update({ name: 'more' }),
  'element.remove': ({ element }) => element.remove(),
  'chat.panel.open': ({ chat }) => chat.panel.open({ title: 'more' }),
  'chat.panel.close': ({ chat }) => chat.panel.close(),
  'message.done': ({ message }) => message.done(),
  'step.update': ({ open }) => open.update({ name: 'more' }),
  'step.stream': ({ open }) => open.stream(['more']),
  'step.addElement': ({ open }) => open.addElement(text({ content: 'more', name: 'more' })),
  'step.end': ({ open }) => open.end(),
  'step.fail': ({ open }) => open.fail('more'),
  'step.remove': ({ open }) => open.remove(),
  'step.input.append': ({ open }) => open.input.append('more'),
  'step.output.append': ({ open }) => open.output.append('more'),
  'assigning to a step': ({ open }) => {
    open.output = 'more'
  },
  'a function wrapped by step()': async ({ wrapped, wrappedAsync }) => {
    expect(() => wrapped('more')).toThrow(StopError)
    await wrappedAsync('more')
  },
}

it('are listed in the guide', () => {
  const guide = readFileSync(new URL('../../../../docs/guides/stop.md', import.meta.url), 'utf8')
  const [, section = ''] = guide.split('\n## Checkpoints\n')
  const listed = [...section.split('\n## ')[0]!.matchAll(/^- `(.+)`$/gm)].map(([, name]) => name)
  expect(listed).toEqual([...checkpoints])
})

async function outcome(call: () => unknown): Promise<unknown> {
  try {
    await call()
    return 'nothing was thrown'
  } catch (error) {
    return error
  }
}

describe.each(checkpoints)('%s', (name) => {
  it('throws the same StopError each time once the shared slot is set, and shows nothing', async () => {
    const rejections = watchRejections()
    const app = createApp()
    let ran = 0
    const outcomes: unknown[] = []
    const seenBySignal: boolean[] = []
    app.onMessage(async (_, chat) => {
      const scene: Scene = {
        ...(await setTheScene(chat)),
        wrapped: step('more', () => {
          ran++
          return 'more'
        }),
        wrappedAsync: step('more', async () => {
          ran++
          return 'more'
        }),
      }
      await turns()
      // The frame is unread still: only shared memory knows.
      link.raise(runId)
      for (let time = 0; time < 3; time++) outcomes.push(await outcome(() => calls[name](scene)))
      seenBySignal.push(chat.signal.aborted, chat.signal.reason === outcomes[0])
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await link.until(() => seenBySignal.length > 0, 'the calls')
    const shown = link.outputs.length
    link.stop(runId, 'timeout')
    const settled = await link.settled(runId)

    expect(outcomes[0]).toBeInstanceOf(StopError)
    expect(isStop(outcomes[0])).toBe(true)
    expect(outcomes[1]).toBe(outcomes[0])
    expect(outcomes[2]).toBe(outcomes[0])
    expect((outcomes[0] as StopError).stopCause).toBe('timeout')
    expect(seenBySignal).toEqual([true, true])
    expect(ran).toBe(0)
    expect(link.outputs.length).toBe(shown)
    expect(settled).toMatchObject({ stage: 'cooperative', abandoned: [] })
    expect(settled.refusedCalls).toBeGreaterThanOrEqual(3)
    rejections.stop()
    expect(rejections.seen).toEqual([])
  })

  it('is told to a watcher by its name, before it takes effect', async () => {
    const app = createApp()
    const names: string[] = []
    const shownBefore: number[] = []
    let isWatching = false
    let isMade = false
    app.onMessage(async (_, chat) => {
      const scene: Scene = {
        ...(await setTheScene(chat)),
        wrapped: step('more', () => 'more'),
        wrappedAsync: step('more', async () => 'more'),
      }
      await turns()
      isWatching = true
      // Some of them wait for an answer that never comes.
      void outcome(() => (name === 'a function wrapped by step()' ? scene.wrappedAsync('more') : calls[name](scene)))
      await turns()
      isWatching = false
      isMade = true
    })
    const link = new TestLink()
    serveWatched(
      app,
      {},
      {
        onCheckpoint: (passed) => {
          if (!isWatching) return
          names.push(passed.name)
          shownBefore.push(link.outputs.length)
        },
        onStopHook: () => undefined,
      },
    )(link)
    await link.frame('ready')
    const runId = link.ask()
    await link.until(() => isMade, 'the call')
    link.stop(runId)
    await link.settled(runId)
    expect(names[0]).toBe(name)
    // the message, its button, the plan, the task, the element with its message, and the step of the scene
    expect(shownBefore[0]).toBe(7)
  })

  it('throws run_ended after the run', async () => {
    const app = createApp()
    const kept: Scene[] = []
    app.onMessage(async (_, chat) => {
      kept.push({
        ...(await setTheScene(chat)),
        wrapped: () => '',
        wrappedAsync: async () => '',
      })
    })
    const link = await serveTest(app)
    await link.done(link.ask())
    await turns()
    const shown = link.outputs.length
    const [scene] = kept
    // A wrapped function has no chat around it out here; it is a plain function then.
    if (scene !== undefined && name !== 'a function wrapped by step()') {
      expect(await outcome(() => calls[name](scene))).toMatchObject({ code: 'run_ended' })
    }
    expect(link.outputs.length).toBe(shown)
  })
})
