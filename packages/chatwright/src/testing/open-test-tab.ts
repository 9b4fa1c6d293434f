import type { TestTab, TestTabOptions } from './test-tab.ts'

/** Opens a tab on an app that is served somewhere, and waits until it shows the thread. */
export async function openTestTab(options: TestTabOptions): Promise<TestTab> {
  // See start-test-chat.ts.
  const { TestTab } = await import('./test-tab.ts')
  const tab = new TestTab(options)
  try {
    await tab.opened()
    return tab
  } catch (error) {
    await tab.close()
    throw error
  }
}
