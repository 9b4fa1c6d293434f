import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What of a page another theme can break. */
const ofColours = ['color-contrast', 'link-in-text-block']

/** What axe-core has against a page, each with the places: all of it in the theme that is shown, its colours in the other. */
export async function axeProblems(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const problems = await look(page)
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const [shown, other] = isDark ? (['dark', 'light'] as const) : (['light', 'dark'] as const)
  await page.emulateMedia({ colorScheme: other })
  const inOther = await look(page, ofColours)
  await page.emulateMedia({ colorScheme: shown })
  return [...problems, ...inOther.map((problem) => `${other}: ${problem}`)]
}

async function look(page: Page, rules: string[] | null = null): Promise<string[]> {
  return page.evaluate(async (wanted) => {
    // What moves is looked at once it has arrived.
    const passing = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(passing.map((one) => one.finished))
    const { run } = (globalThis as unknown as { axe: typeof axe }).axe
    const found = (await run(document, wanted ? { runOnly: wanted } : {})).violations
    return found.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join('\n')}`,
    )
  }, rules)
}
