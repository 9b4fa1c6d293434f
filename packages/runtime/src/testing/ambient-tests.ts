import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { createApp } from '../app/create-app.ts'
import type { AppOptions } from '../app/app-options.ts'
import type { ChatContext } from '../chat/chat-context.ts'
import type { StopAnswer } from '../app/handlers.ts'
import { serveTest, watchRejections, type TestLink } from './test-link.ts'
import { installAmbientStop } from '../ambient/index.ts'
import { pause, World } from './world.ts'

/** How a handler under test ended. */
export interface Outcome {
  error?: unknown
  value?: unknown
  settledAt?: number
}

/**
 * For a file of tests: what they are about is installed, each has a world of its own, and none may leave a rejection or
 * an error behind that nobody handles.
 */
export function ambientTests() {
  let current: World
  let rejections: ReturnType<typeof watchRejections>
  let uninstall: () => void
  const uncaught: unknown[] = []
  const onUncaught = (error: unknown): void => void uncaught.push(error)
  beforeAll(() => {
    uninstall = installAmbientStop()
    process.on('uncaughtException', onUncaught)
  })
  afterAll(() => {
    uninstall()
    process.off('uncaughtException', onUncaught)
  })
  beforeEach(async () => {
    current = await World.start()
    rejections = watchRejections()
  })
  afterEach(async () => {
    await pause(20)
    rejections.stop()
    await current[Symbol.asyncDispose]()
    expect(rejections.seen).toEqual([])
    expect(uncaught.splice(0)).toEqual([])
  })
  return { world: () => current, working }
}

/** An app whose handler does `work`, a run of it, and how that ended. */
async function working(
  work: (chat: ChatContext, text: string) => unknown,
  options: AppOptions<Record<string, unknown>> & { onStop?: () => StopAnswer | Promise<StopAnswer> } = {},
): Promise<{ link: TestLink; outcome: Outcome; runId: string }> {
  const { onStop, ...rest } = options
  const app = createApp(rest)
  const outcome: Outcome = {}
  app.onMessage(async (message, chat) => {
    try {
      outcome.value = await work(chat, message.text)
    } catch (error) {
      outcome.error = error
      throw error
    } finally {
      outcome.settledAt = performance.now()
    }
  })
  app.onError(() => 'hide')
  if (onStop) app.onStop(onStop)
  const link = await serveTest(app)
  return { link, outcome, runId: link.ask() }
}
