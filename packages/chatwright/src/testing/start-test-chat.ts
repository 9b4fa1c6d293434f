import type { AppUnderTest, TestChat, TestChatOptions } from './test-chat.ts'

/**
 * Serves an app in this process, on a free port and a store in memory, and opens a chat on it over a real connection.
 *
 *     await using chat = await startTestChat(app)
 *     expect(await chat.say('Hello')).toBe('Hello to you')
 *
 * Rejects with what keeps the app from being loaded.
 */
export async function startTestChat(app: AppUnderTest, options: TestChatOptions = {}): Promise<TestChat> {
  // Apps under test import this door too, for recordSideEffect: the server behind it is not for them.
  const { TestChat, TestServer } = await import('./test-chat.ts')
  const server = new TestServer(app, options)
  try {
    await server.start()
    const chat = new TestChat(server, options)
    await chat.opened()
    return chat
  } catch (error) {
    await server.close()
    throw error
  }
}
