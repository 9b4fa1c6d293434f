import { useCallback, useEffect, useRef, type KeyboardEvent } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useComposer, useHello } from '@chatwright/client/react'
import { limits } from '@chatwright/protocol'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { Answering } from '../ask/answering.tsx'
import { useAnswering } from '../ask/use-answering.ts'
import { useAttachments } from '../attachments/use-attachments.tsx'
import { t } from '../i18n/t.ts'
import { EndSlot } from './end-slot.tsx'

/** Where the person writes. The draft is touched by nothing but their keys and Send. */
export function Composer({ view, onSent }: { view: ThreadView; onSent: () => void }) {
  const { draft, setDraft, canSend, send } = useComposer(view)
  const name = useHello()?.app.name ?? ''
  const field = useRef<HTMLTextAreaElement>(null)

  const answering = useAnswering(view)
  const { isBusy, error, press } = useCommand()
  const { list, button, isAny, isDue, onPaste, take } = useAttachments(view.id)

  const submit = useCallback(() => {
    if (answering) {
      const text = view.draft.getSnapshot()
      if (text.trim() === '' || isBusy) return
      press(async () => {
        await view.commands.answer(answering.ask.id, { type: 'text', text })
        // Until the server has it, what was written stays where it survives everything.
        if (view.draft.getSnapshot() === text) view.draft.set('')
      })
      onSent()
    } else {
      const files = take()
      if (files && send({ location: location.href }, files)) onSent()
    }
    field.current?.focus()
  }, [view, answering, isBusy, press, send, onSent, take])

  useEffect(() => {
    if (isDue) submit()
  }, [isDue, submit])

  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) field.current?.focus()
  }, [view])

  useEffect(() => {
    // A draft is kept a moment after the last key: the page may be gone by then.
    const keep = (): void => view.draft.save()
    addEventListener('pagehide', keep)
    document.addEventListener('visibilitychange', keep)
    return () => {
      removeEventListener('pagehide', keep)
      document.removeEventListener('visibilitychange', keep)
    }
  }, [view])

  const onKeyDown = (key: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (key.key !== 'Enter' || key.shiftKey || key.nativeEvent.isComposing) return
    if (matchMedia('(pointer: coarse)').matches) return
    key.preventDefault()
    submit()
  }

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {answering && <Answering question={answering.question} onLeave={answering.leave} />}
      {list}
      <textarea
        ref={field}
        id="chat-input"
        rows={1}
        dir="auto"
        aria-label={t(answering ? 'ask.yours' : 'composer.label')}
        placeholder={answering ? t('ask.yours') : name ? t('composer.placeholder', { name }) : ''}
        maxLength={limits.messageCharacters}
        value={draft}
        onChange={(change) => setDraft(change.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <div className="tools">
        {button}
        <span className="grow" />
        <EndSlot view={view} canSend={canSend || isAny} isAnswering={answering !== null} onSend={submit} />
      </div>
      <Problem text={error} />
    </form>
  )
}
