import { lazy, Suspense, useEffect } from 'react'
import type { ThreadView } from '@chatwright/client'
import { outcomeOf, pickText, type Ask, type Element } from '@chatwright/protocol'
import { Check, Clock, TimerOff } from 'lucide-react'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { useNow } from '../app/use-now.ts'
import { clock, dayAndTime, duration } from '../format/time.ts'
import { locale, t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'
import { Choices } from './choices.tsx'
import { DropFiles } from './drop-files.tsx'
import '../styles/ask.css'

const FormCard = lazy(() => import('./form-card.tsx'))
const WordsCard = lazy(() => import('./words-card.tsx'))
const ApprovalCard = lazy(() => import('./approval-card.tsx'))

interface AskCardProps {
  ask: Ask
  /** The files it was answered with. */
  given: readonly Element[]
  view: ThreadView
}

/** A question's card, under the message that asks it: what can be answered, how long it waits, and how it ended. */
export default function AskCard({ ask, given, view }: AskCardProps) {
  const { isBusy, error, press } = useCommand()
  const isOver = ask.status !== 'open'
  useEffect(() => {
    if (isOver) view.drafts.drop(`ask:${ask.id}`)
  }, [isOver, view, ask.id])
  const words = wordsOf(ask)
  if (ask.status === 'expired') return <Outcome text={words ?? expiredText(ask)} />
  if (ask.status === 'skipped') return <Outcome text={words ?? t('ask.skipped')} />
  if (ask.kind === 'element' && isOver && ask.answer) return <Outcome icon={Check} text={words ?? t('ask.answered')} />
  if (ask.kind === 'text' && words !== null) return <Outcome icon={Check} text={words} />
  const isOpen = ask.status === 'open'
  const answer = ask.answer
  if (!isOpen && (answer === null || answer.type === 'text') && ask.kind !== 'choice') return null
  return (
    <div className="ask" role="group" aria-label={t('ask.label')} data-ask={ask.id} data-state={ask.status}>
      {ask.kind === 'choice' && (
        <Choices
          ask={ask}
          isBusy={isBusy}
          onChoose={(value) => press(() => view.commands.answer(ask.id, { type: 'choice', value }))}
        />
      )}
      {ask.kind === 'files' && <DropFiles ask={ask} given={given} view={view} />}
      <Suspense fallback={null}>
        {ask.kind === 'text' && ask.later && (
          <WordsCard
            ask={ask}
            view={view}
            isBusy={isBusy}
            onSend={(text) => press(() => view.commands.answer(ask.id, { type: 'text', text }))}
          />
        )}
        {ask.kind === 'form' && (
          <FormCard
            ask={ask}
            view={view}
            isBusy={isBusy}
            onSend={(value) => press(() => view.commands.answer(ask.id, { type: 'value', value }))}
          />
        )}
        {ask.kind === 'approval' && (
          <ApprovalCard
            ask={ask}
            view={view}
            words={words}
            isBusy={isBusy}
            onDecide={(value) => press(() => view.commands.answer(ask.id, { type: 'value', value }))}
          />
        )}
      </Suspense>
      {words !== null && ask.kind !== 'approval' && <OutcomeLine text={words} icon={Check} />}
      {isOpen && (
        <div className="ask-foot">
          <Icon of={Clock} isSmall />
          <span className="num grow">
            <Waits ask={ask} />
          </span>
          {ask.kind !== 'approval' && (
            <button
              type="button"
              className="btn btn-ghost btn-s"
              disabled={isBusy}
              onClick={() => press(() => view.commands.answer(ask.id, { type: 'skip' }))}
            >
              {t('ask.skip')}
            </button>
          )}
        </div>
      )}
      <Problem text={error} />
    </div>
  )
}

function Waits({ ask: { expiresAt, later } }: { ask: Ask }) {
  const now = useNow(expiresAt !== null && !later, 1_000)
  if (later) return expiresAt === null ? t('ask.whenever') : t('ask.until', { time: dayAndTime(expiresAt, locale) })
  return expiresAt === null ? t('ask.waits') : t('ask.waitsFor', { time: clock(Math.max(0, expiresAt - now)) })
}

/** How it ended, where there is nothing else to show of it. */
function Outcome({ text, icon = TimerOff }: { text: string; icon?: typeof TimerOff }) {
  return (
    <div className="ask">
      <OutcomeLine text={text} icon={icon} isAlone />
    </div>
  )
}

interface OutcomeLineProps {
  text: string
  icon: typeof TimerOff
  isAlone?: boolean
}

function OutcomeLine({ text, icon, isAlone = false }: OutcomeLineProps) {
  return (
    <div className={isAlone ? 'ask-foot is-alone' : 'ask-foot'}>
      <Icon of={icon} isSmall />
      <span className="grow" dir="auto">
        {text}
      </span>
    </div>
  )
}

/** The app's own words for how it ended, or null. */
function wordsOf(ask: Ask): string | null {
  const words = outcomeOf(ask)
  return words === null ? null : pickText(words, locale)
}

function expiredText({ askedAt, expiresAt, later }: Ask): string {
  if (later) return t('ask.tooLate')
  return expiresAt === null ? t('ask.skipped') : t('ask.expired', { time: duration(expiresAt - askedAt) })
}
