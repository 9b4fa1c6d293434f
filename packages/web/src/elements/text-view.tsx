import { useState } from 'react'
import type { Element } from '@chatwright/protocol'
import { Loading } from './loading.tsx'
import { t } from './words.ts'
import { Markdown } from '../markdown/index.ts'
import { useElementText } from './use-element-text.ts'

/** How much of a long text is shown at a time, in characters. */
const portion = 40_000

/** A text as it is meant: Markdown, or code in its language. A long one comes in portions. */
export function TextView({ element, threadId, most = portion }: { element: Element; threadId: string; most?: number }) {
  const text = useElementText(threadId, element)
  const [shown, setShown] = useState(most)
  if (text === undefined) return <Loading />
  if (text === null)
    return (
      <p className="problem" role="alert">
        {t('element.failed', { name: element.name })}
      </p>
    )
  const part = text.length <= shown ? text : text.slice(0, endOfLine(text, shown))
  return (
    <>
      <div className="prose" dir="auto">
        <Markdown text={element.language === null ? part : fenced(part, element.language)} isStreaming={false} />
      </div>
      {part.length < text.length && (
        <button type="button" className="btn btn-ghost btn-s" onClick={() => setShown(shown + portion)}>
          {t('element.more')}
        </button>
      )}
    </>
  )
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 || end > at + 2_000 ? at : end
}

/** Code as a block; the fence is longer than any in the code. */
export function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...Array.from(code.matchAll(/`{3,}/g), ([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${code}\n${fence}`
}
