import { useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import type { Said, ThreadView } from '@chatwright/client'
import { useObservable, useRules } from '@chatwright/client/react'
import { limits } from '@chatwright/protocol'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { pastedFiles } from '../attachments/pasted-files.ts'
import { attachmentsOf, AttachButton, AttachmentList } from '../attachments/parts.ts'
import { t } from '../i18n/t.ts'
import type { EditDraft } from './edit-draft.ts'
import { filesOf } from './files-of.ts'

interface EditSaidProps {
  said: Said
  view: ThreadView
  draft: EditDraft
  onChange: (draft: EditDraft) => void
  /** Whether it was opened this moment, and not found open. */
  takesFocus: boolean
  onClose: () => void
}

/**
 * What the person said, to be said anew: in place, the caret at its end, with its files. Enter sends, Escape leaves it as
 * it was.
 */
export default function EditSaid({ said, view, draft, onChange, takesFocus, onClose }: EditSaidProps) {
  const { message } = said
  const { text, dropped } = draft
  const { isBusy, error, press } = useCommand()
  const rules = useRules(view).uploads
  const added = attachmentsOf(view.id, message.id)
  const items = useObservable(added)
  const had = filesOf(said, view.id)
  const kept = had.filter(({ info }) => !dropped.includes(info.id))
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    if (!takesFocus) return
    field.current?.focus()
    field.current?.setSelectionRange(message.text.length, message.text.length)
    field.current?.closest('.editing')?.scrollIntoView({ block: 'nearest' })
  }, [takesFocus, message.text])

  const count = kept.length + items.filter(({ state }) => state !== 'refused').length
  const isEmpty = text.trim() === '' && count === 0 && message.command === undefined
  const canSend = !isEmpty && !isBusy && !added.isSending
  const send = (): void => {
    if (!canSend) return
    const files = added.take()
    const isSame = files.length === 0 && kept.length === had.length
    const fileIds = [...kept.map(({ info }) => info.id), ...files.map(({ id }) => id)]
    press(async () => {
      try {
        await view.commands.edit(message.id, text, isSame ? {} : { fileIds })
      } catch (reason) {
        added.restore(files)
        throw reason
      }
      onClose()
    })
  }
  const close = (): void => {
    added.clear()
    onClose()
  }
  const add = (files: readonly File[]): void => {
    if (rules) added.add(files, { ...rules, maxFiles: rules.maxFiles - kept.length })
  }
  const onKeyDown = (key: KeyboardEvent): void => {
    if (key.key === 'Escape') {
      // Else it would stop what is at work.
      key.preventDefault()
      close()
    } else if (key.key === 'Enter' && !key.shiftKey && !key.nativeEvent.isComposing) {
      key.preventDefault()
      send()
    }
  }
  const remove = (key: number): void => {
    const gone = kept.find((item) => item.key === key)
    if (gone) onChange({ ...draft, dropped: [...dropped, gone.info.id] })
    else added.remove(key)
  }
  return (
    <div className="editing">
      {kept.length + items.length > 0 && (
        <AttachmentList
          id={`files-${message.id}`}
          items={[...kept, ...items]}
          of={{ remove, retry: (key) => added.retry(key) }}
        />
      )}
      <textarea
        ref={field}
        className="input"
        rows={Math.min(12, text.split('\n').length + 1)}
        dir="auto"
        aria-label={t('said.edit')}
        maxLength={limits.messageCharacters}
        value={text}
        onChange={(change) => onChange({ ...draft, text: change.currentTarget.value })}
        onKeyDown={onKeyDown}
        onPaste={(paste) => {
          const files = rules ? pastedFiles(paste) : []
          if (files.length === 0) return
          paste.preventDefault()
          add(files)
        }}
      />
      <div className="row">
        {rules && <AttachButton id={`attach-${message.id}`} rules={rules} onFiles={add} />}
        <span className="hint grow">{t('said.editHint')}</span>
        <button type="button" className="btn btn-ghost btn-s" onClick={close}>
          {t('said.cancel')}
        </button>
        <button type="button" className="btn btn-primary btn-s" disabled={!canSend} onClick={send}>
          {t('said.sendAgain')}
        </button>
      </div>
      <Problem text={error} />
    </div>
  )
}
