import { createApp } from 'chatwright'
import { startTestChat } from 'chatwright/testing'
import { expect, it } from 'vitest'
import { axeProblems } from './axe.ts'
import { browserForTests, say } from './lib.ts'

const browser = browserForTests()

it.each(['light', 'dark'] as const)(
  'what is wrong in one theme is found whichever is shown: %s',
  async (colorScheme) => {
    const app = createApp({ name: 'Ada' })
    app.onMessage((_, chat) => chat.send('words'))
    await using chat = await startTestChat(app, { web: true })
    await using visitor = await browser.visit(chat.url, { colorScheme })
    const page = await visitor.open()
    await say(page, 'hello')
    await page.locator('.turn .prose').waitFor()
    expect(await axeProblems(page)).toEqual([])
    for (const theme of ['light', 'dark'] as const) {
      await page.evaluate((broken) => {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(
          `@media (prefers-color-scheme: ${broken}) { .user .bubble { color: #777 !important; background: #888 !important } }`,
        )
        document.adoptedStyleSheets = [sheet]
      }, theme)
      const found = await axeProblems(page)
      expect(found).toHaveLength(1)
      expect(found[0]).toContain(theme === colorScheme ? 'color-contrast: ' : `${theme}: color-contrast: `)
    }
    expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(colorScheme === 'dark')
  },
)
