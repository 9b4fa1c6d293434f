import { fileURLToPath } from 'node:url'
import { startTestChat } from 'chatwright/testing'
import { expect, it } from 'vitest'
import { browserForTests, eventually, say } from './lib.ts'

const app = fileURLToPath(new URL('./apps/widgets/app.ts', import.meta.url))
const browser = browserForTests()

it('CEL-02: what it writes into its props is gone when it is drawn again, and what it keeps of its own stays', async () => {
  await using chat = await startTestChat(app, { web: true })
  await using visitor = await browser.visit(chat.url)
  const page = await visitor.open()
  await say(page, 'scribble')
  const inside = page.frameLocator('iframe')
  const output = () => inside.locator('output').textContent()
  const presses = () => inside.locator('#presses').innerText()
  const press = (name: string) => inside.getByRole('button', { name }).press('Enter')
  await eventually(output).toBe('Castle / 0 / Castle')
  for (let time = 1; time <= 3; time++) {
    await press('Scribble')
    await eventually(presses).toBe(`${time}`)
    await eventually(output).toBe('Castle / 0 / Castle')
  }
  await page.getByRole('button', { name: 'Yes' }).click()
  await eventually(output).toBe('Castle / 10 / Castle')
  expect(await presses()).toBe('3')
  await press('Scribble')
  await eventually(presses).toBe('4')
  expect(await output()).toBe('Castle / 10 / Castle')
  await press('Keep')
  await eventually(output).toBe('Castle / 10+ / Castle')
  await page.reload()
  await eventually(output).toBe('Castle / 10+ / Castle')
  const stored = await chat.stored(new URL(page.url()).pathname.split('/').at(-1))
  expect(stored?.elements[0]?.source).toMatchObject({ props: { trip: { stops: ['Castle'], note: '10+' } } })
})
