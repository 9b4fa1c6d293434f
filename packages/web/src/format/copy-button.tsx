import { useEffect, useState } from 'react'
import { Check, CircleAlert, Copy } from 'lucide-react'
import { IconButton } from '../icons/icon-button.tsx'

/** How long a button says what became of a press, in milliseconds. */
const saidMs = 2_000

/** What a page is told when something was copied: `document.addEventListener('chatwright:copy', ({ detail }) => …)`. */
export interface CopyDetail {
  text: string
  /** What was copied: an answer, something the person said, or code. */
  of: 'answer' | 'message' | 'code'
}

interface CopyButtonProps extends Pick<CopyDetail, 'of'> {
  /** In the three states of the button. */
  labels: { copy: string; copied: string; failed: string }
  /** What is copied. */
  text: () => string
  /** Puts it on the clipboard. Says whether it is there. */
  write: (text: string, button: Element) => Promise<boolean>
}

const icons = { copy: Copy, copied: Check, failed: CircleAlert } as const

/** Copies something, and says whether it is on the clipboard. */
export function CopyButton({ of, labels, text, write }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null)
  useEffect(() => {
    if (outcome === null) return undefined
    const timer = setTimeout(() => setOutcome(null), saidMs)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = async (button: Element): Promise<void> => {
    const copied = text()
    const isThere = await write(copied, button).catch(() => false)
    setOutcome(isThere ? 'copied' : 'failed')
    const detail: CopyDetail = { text: copied, of }
    if (isThere) document.dispatchEvent(new CustomEvent('chatwright:copy', { detail }))
  }
  const label = labels[outcome ?? 'copy']
  return (
    <IconButton
      icon={icons[outcome ?? 'copy']}
      label={label}
      isSmall
      onClick={(press) => void copy(press.currentTarget)}
    />
  )
}
