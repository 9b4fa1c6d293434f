import { StrictMode, memo, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { Client } from '../create-client.ts'
import { delta, ended, opening } from '../testing/scripted-server.ts'
import { renderHeadless, type Headless } from '../testing/render-headless.ts'
import { startPair, startStreaming } from '../testing/start-client.ts'
import { pass, waitUntil } from '../testing/wait-until.ts'
import type { ThreadView } from '../thread-view.ts'
import type { TimelineItem } from '../timeline.ts'
import {
  ChatwrightProvider,
  useClient,
  useComposer,
  useConnection,
  useHello,
  useMessages,
  useRun,
  useStop,
  useThread,
  useThreadList,
  useThreadStatus,
  useTimeline,
  type Composer,
  type StopControl,
} from './index.ts'

function render(client: Client, node: ReactNode): Promise<Headless> {
  return renderHeadless(<ChatwrightProvider client={client}>{node}</ChatwrightProvider>)
}

describe('hooks', () => {
  it('render only the turn that changed', async () => {
    await using pair = await startPair()
    const { view, runId, thread, stream, shownText } = await startStreaming(pair, 'a')
    thread.append(ended(runId, 'completed'))
    const second = view.send('again').runId
    await waitUntil('the second run is there', () => view.getSnapshot().state.runs.length === 2)
    const messageId = crypto.randomUUID()
    thread.append(opening(second, messageId))
    await waitUntil('it is shown', () => view.getSnapshot().state.messages.at(-1)?.id === messageId)

    const renders = new Map<string, number>()
    const Item = memo(function Item({ item }: { item: TimelineItem }) {
      renders.set(item.id, (renders.get(item.id) ?? 0) + 1)
      return null
    })
    function Thread() {
      return useTimeline(useThread(view.id)).map((item) => <Item key={item.id} item={item} />)
    }
    await using headless = await render(pair.client, <Thread />)
    expect([...renders.values()]).toEqual([1, 1, 1, 1])
    const textOf = () => view.getSnapshot().state.messages.at(-1)?.text
    for (const text of ['x', 'xy', 'xyz']) {
      await headless.act(async () => {
        thread.append(delta(second, messageId, text.at(-1) as string))
        await waitUntil('it is shown', () => textOf() === text)
      })
    }
    stream('not shown: its message has ended')
    expect(shownText()).toBe('a')
    expect([...renders].map(([id, count]) => [id === second, count])).toEqual([
      [false, 1],
      [false, 1],
      [false, 1],
      [true, 4],
    ])
  })

  it('open a thread once, also in strict mode, and close it when they go', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    const statuses: string[] = []
    function Thread() {
      statuses.push(useThreadStatus(useThread(view.id)))
      return null
    }
    await using headless = await render(
      pair.client,
      <StrictMode>
        <Thread />
      </StrictMode>,
    )
    await headless.act(() =>
      waitUntil('it is open', () => pair.server.threads.get(view.id)?.watchers.size === 1).then(() => {}),
    )
    await pass(60)
    expect(pair.server.received.map(({ name }) => name)).toEqual(['open'])
    expect(statuses.at(-1)).toBe('ready')
    await headless[Symbol.asyncDispose]()
    await waitUntil('it is closed', () => pair.server.commands('close').length === 1)
  })

  it('give a composer and a Stop control', async () => {
    await using pair = await startPair()
    const view = pair.client.newThread()
    let composer: Composer | null = null
    let control: StopControl | null = null
    let renders = 0
    function Parts() {
      const opened = useThread(view.id)
      composer = useComposer(opened)
      control = useStop(opened)
      renders++
      return null
    }
    await using headless = await render(pair.client, <Parts />)
    const parts = () => ({ composer: composer as unknown as Composer, control: control as unknown as StopControl })
    expect(parts().composer).toMatchObject({ draft: '', canSend: false, isBusy: false })
    expect(parts().composer.send()).toBeNull()
    await headless.act(() => parts().composer.setDraft('Hello'))
    expect(parts().composer).toMatchObject({ draft: 'Hello', canSend: true })
    const { stop } = parts().control
    await headless.act(() => void parts().composer.send())
    expect(parts().composer).toMatchObject({ draft: '', isBusy: true })
    expect(parts().control).toMatchObject({ isShown: true, phase: { phase: 'idle' } })
    await headless.act(() => stop('button'))
    await headless.act(() => waitUntil('it is over', () => view.getSnapshot().openRunIds.length === 0).then(() => {}))
    expect(parts().control).toMatchObject({ isShown: false, phase: { phase: 'idle' } })
    expect(parts().control.stop).toBe(stop)
    expect(renders).toBeLessThan(12)
  })

  it('give the connection, the thread list, messages and a run', async () => {
    await using pair = await startPair()
    const { view, runId, stream } = await startStreaming(pair, 'a')
    const seen: unknown[] = []
    function Parts({ view }: { view: ThreadView }) {
      const { status, threads } = useThreadList()
      const messages = useMessages(view).map((message) => message.text)
      seen.push([
        useConnection().status,
        useHello()?.app.name,
        status,
        threads.length,
        messages,
        useRun(view, runId)?.state,
      ])
      return null
    }
    await using headless = await render(pair.client, <Parts view={view} />)
    await headless.act(async () => {
      stream('b')
      await waitUntil('all is there', () => view.getSnapshot().state.messages.at(-1)?.text === 'ab')
      await waitUntil('the list is there', () => pair.client.threads.getSnapshot().status === 'ready')
    })
    expect(seen.at(-1)).toEqual(['online', 'Scripted', 'ready', 0, ['go', 'ab'], 'running'])
    await headless.act(async () => {
      await pair.server.close()
      await waitUntil('it is offline', () => pair.client.connection.getSnapshot().status === 'offline')
    })
    expect((seen.at(-1) as unknown[])[0]).toBe('offline')
  })

  it('render on a server, and say what is missing above', async () => {
    await using pair = await startPair()
    function Status() {
      return <p>{useConnection().status}</p>
    }
    function Lost() {
      useClient()
      return null
    }
    const html = renderToString(
      <ChatwrightProvider client={pair.client}>
        <Status />
      </ChatwrightProvider>,
    )
    expect(html).toBe('<p>online</p>')
    expect(() => renderToString(<Lost />)).toThrow('ChatwrightProvider')
  })
})
