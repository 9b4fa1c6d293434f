import { useState } from 'react'
import type { Message } from '@chatwright/protocol'
import { Check, Copy } from 'lucide-react'
import { copyText } from '../format/copy-text.ts'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'

/** How long the check mark stands in place of the icon, in milliseconds. */
const doneMs = 1_500

/** The toolbar under an answer that has ended. */
export function CopyAnswer({ messages }: { messages: readonly Message[] }) {
  const [isDone, setIsDone] = useState(false)
  const copy = async (): Promise<void> => {
    if (!(await copyText(messages.map((message) => message.text).join('\n\n')))) return
    setIsDone(true)
    setTimeout(() => setIsDone(false), doneMs)
  }
  const label = t(isDone ? 'turn.copied' : 'turn.copy')
  return (
    <div className="bar">
      <button type="button" className="icon-btn sm" aria-label={label} title={label} onClick={() => void copy()}>
        <Icon of={isDone ? Check : Copy} isSmall />
      </button>
    </div>
  )
}
