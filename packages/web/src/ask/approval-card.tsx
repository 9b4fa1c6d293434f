import { useId } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useDraft } from '@chatwright/client/react'
import type { ApprovalAnswer, Ask, Json } from '@chatwright/protocol'
import { Check, Wrench, X } from 'lucide-react'
import { Markdown } from '../conversation/lazy-markdown.tsx'
import { fenced } from '../format/markdown-of.ts'
import { t } from '../i18n/t-later.ts'
import { Icon } from '../icons/icon.tsx'

const untouched = { args: '', reason: '' }

interface ApprovalCardProps {
  ask: Ask
  view: ThreadView
  /** The app's own words for how it went. */
  words: string | null
  isBusy: boolean
  onDecide: (decision: { isApproved: boolean; reason: string | null; args?: Json }) => void
}

/** A call to agree to: the tool, what it is called with, and the two answers; afterwards the one that was given. */
export default function ApprovalCard({ ask, view, words, isBusy, onDecide }: ApprovalCardProps) {
  const call = ask.call ?? { tool: '', args: null, isEditable: false }
  const decision = ask.answer?.type === 'value' ? (ask.answer.value as ApprovalAnswer) : null
  const before = JSON.stringify(call.args, null, 2)
  // `args` is empty as long as nobody has changed them.
  const [{ args, reason }, setDraft] = useDraft(view, `ask:${ask.id}`, untouched)
  const text = args === '' ? before : args
  const id = useId()
  const edited = parse(text)
  const isOpen = ask.status === 'open'
  const approve = (): void => {
    const isChanged = call.isEditable && edited && JSON.stringify(edited.args) !== JSON.stringify(call.args)
    onDecide({ isApproved: true, reason: null, ...(isChanged ? { args: edited.args } : {}) })
  }
  return (
    <div className="approval">
      <div className="approval-tool">
        <Icon of={Wrench} isSmall />
        <b dir="auto">{call.tool}</b>
      </div>
      {isOpen && call.isEditable ? (
        <>
          <textarea
            className="input approval-args"
            aria-label={t('ask.args', { tool: call.tool })}
            aria-invalid={edited === null}
            aria-describedby={edited === null ? `${id}-wrong` : undefined}
            spellCheck={false}
            dir="ltr"
            rows={Math.min(12, text.split('\n').length)}
            value={text}
            onChange={(change) => setDraft({ args: change.currentTarget.value, reason })}
          />
          {edited === null && (
            <span className="hint bad" id={`${id}-wrong`} role="alert">
              {t('ask.noJson')}
            </span>
          )}
        </>
      ) : (
        <div className="prose">
          <Markdown text={fenced(argsText(decision, before), 'json')} isStreaming={false} />
        </div>
      )}
      {isOpen ? (
        <div className="give">
          <input
            className="input grow"
            aria-label={t('ask.reason')}
            placeholder={t('ask.reason')}
            value={reason}
            onChange={(change) => setDraft({ args, reason: change.currentTarget.value })}
          />
          <button
            type="button"
            className="btn btn-outline btn-s"
            disabled={isBusy}
            onClick={() => onDecide({ isApproved: false, reason: reason.trim() || null })}
          >
            {t('ask.reject')}
          </button>
          <button
            type="button"
            className="btn btn-primary btn-s"
            disabled={isBusy || edited === null}
            onClick={approve}
          >
            {t('ask.approve')}
          </button>
        </div>
      ) : (
        decision && <Decided decision={decision} words={words} />
      )}
    </div>
  )
}

function Decided({
  decision: { isApproved, reason, args },
  words,
}: {
  decision: ApprovalAnswer
  words: string | null
}) {
  const own = isApproved ? t(args === undefined ? 'ask.approved' : 'ask.approvedChanged') : t('ask.rejected')
  const said = words ?? own
  return (
    <div className="ask-foot">
      <Icon of={isApproved ? Check : X} isSmall />
      <span className="grow" dir="auto">
        {reason === null ? said : `${said} ${reason}`}
      </span>
    </div>
  )
}

function argsText(decision: ApprovalAnswer | null, before: string): string {
  return decision?.args === undefined ? before : JSON.stringify(decision.args, null, 2)
}

function parse(text: string): { args: Json } | null {
  try {
    return { args: JSON.parse(text) as Json }
  } catch {
    return null
  }
}
