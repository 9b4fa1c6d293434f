import { useState } from 'react'
import type { StepNode, ThreadView, Turn } from '@chatwright/client'
import { ChevronDown } from 'lucide-react'
import { useNow } from '../app/use-now.ts'
import { duration } from '../format/time.ts'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'
import { StepRow } from './step-row.tsx'

/** The work of a turn: one line, and its steps below when it is open. */
export default function Work({ turn, view }: { turn: Turn; view: ThreadView }) {
  const [chosen, setChosen] = useState<boolean | null>(null)
  const isLive = turn.endedAt === null
  const now = useNow(isLive, 250)
  const isOpen = chosen ?? opensByItself(turn)
  const span = { from: turn.startedAt, to: turn.endedAt ?? now }
  return (
    <div className="work">
      <button type="button" className="work-head" aria-expanded={isOpen} onClick={() => setChosen(!isOpen)}>
        {isLive ? t('work.working') : t('work.workedFor', { time: duration(span.to - span.from, { isExact: true }) })}{' '}
        <span className="dim">{summary(turn)}</span>
        <Icon of={ChevronDown} isSmall />
      </button>
      {isOpen && (
        <ol className="steps">
          {turn.steps.map((node) => (
            <StepRow key={node.step.id} node={node} span={span} view={view} />
          ))}
        </ol>
      )}
    </div>
  )
}

function opensByItself(turn: Turn): boolean {
  if (turn.status !== 'completed') return true
  const isToBeSeen = ({ step, children }: StepNode): boolean =>
    step.status === 'failed' || (step.defaultOpen && !step.autoCollapse) || children.some(isToBeSeen)
  return turn.steps.some(isToBeSeen)
}

function summary(turn: Turn): string {
  const all = turn.steps.length
  const at = 1 + turn.steps.findIndex(({ step }) => step.status === 'stopped' || step.status === 'failed')
  if (turn.endedAt === null) return t('work.of', { done: turn.steps.filter(isDone).length, all })
  if (turn.status === 'stopped' && at > 0) return t('work.stoppedAt', { at, all })
  if (turn.status === 'failed' && at > 0) return t('work.failedAt', { at, all })
  return all === 1 ? t('work.step') : t('work.steps', { count: all })
}

function isDone({ step }: StepNode): boolean {
  return step.status !== 'running'
}
