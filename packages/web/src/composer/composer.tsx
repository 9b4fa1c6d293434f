import { lazy, Suspense, useCallback, useEffect, useRef, type KeyboardEvent } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useComposer, useHello, useOffer, useReady, useRules } from '@chatwright/client/react'
import { limits } from '@chatwright/protocol'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { Answering } from '../ask/answering.tsx'
import { useAnswering } from '../ask/use-answering.ts'
import { useAttachments } from '../attachments/use-attachments.tsx'
import { t } from '../i18n/t.ts'
import { useSettingsDoor } from '../settings/settings-door.tsx'
import { useSlash } from '../offer/use-slash.ts'
import { EndSlot } from './end-slot.tsx'
import { usePrompt } from './use-prompt.ts'

const FavoritesButton = lazy(() => import('../favorites/favorites-button.tsx'))
const OfferTools = lazy(() => import('../offer/offer-tools.tsx'))
const ArgsForm = lazy(() => import('../offer/args-form.tsx'))
const SlashMenu = lazy(() => import('../offer/slash-menu.tsx'))

/** Where the person writes. The draft is touched by nothing but their keys and Send. */
export function Composer({ view, onSent }: { view: ThreadView; onSent: () => void }) {
  const { draft, setDraft, canSend, send } = useComposer(view)
  const appName = useHello()?.app.name ?? ''
  const { favorites: hasFavorites } = useRules(view)
  const field = useRef<HTMLTextAreaElement>(null)
  const { commands, modes, profile } = useOffer(view)
  const name = profile?.label ?? appName
  const openSettings = useSettingsDoor()
  const { command, composed, isBlocked } = useReady(view)

  const answering = useAnswering(view)
  const { isBusy, error, press } = useCommand()
  const slash = useSlash(view, commands, draft)
  const { list, button, isAny, isDue, onPaste, take, giveBack } = useAttachments(view, isBlocked)

  const submit = useCallback(() => {
    field.current?.focus()
    if (isBlocked) return
    if (answering) {
      const text = view.draft.getSnapshot()
      const isEmpty = text.trim() === '' && composed.command === undefined
      if (isBusy || (isEmpty && !isAny)) return
      const files = take()
      if (!files || (isEmpty && files.length === 0)) return
      const fileIds = files.map(({ id }) => id)
      const attached = fileIds.length > 0 ? { fileIds } : {}
      const choices = view.composing.getSnapshot()
      press(async () => {
        try {
          await view.commands.answer(answering.ask.id, { type: 'text', text, ...composed, ...attached })
        } catch (reason) {
          giveBack(files)
          throw reason
        }
        // Until the server has it, what was written and chosen stays where it survives everything.
        if (view.draft.getSnapshot() === text) view.draft.set('')
        if (view.composing.getSnapshot() === choices) view.composing.onSent(command, commands)
      })
      onSent()
    } else {
      const files = take()
      if (files && send({ location: location.href }, { ...composed, files })) {
        view.composing.onSent(command, commands)
        onSent()
      }
    }
  }, [view, answering, isBusy, isAny, press, send, onSent, take, giveBack, composed, command, commands, isBlocked])

  useEffect(() => {
    if (isDue) submit()
  }, [isDue, submit])

  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) field.current?.focus()
  }, [view])

  useEffect(() => {
    // Drafts are kept a moment after the last key: the page may be gone by then.
    const keep = (): void => view.drafts.save()
    addEventListener('pagehide', keep)
    document.addEventListener('visibilitychange', keep)
    return () => {
      removeEventListener('pagehide', keep)
      document.removeEventListener('visibilitychange', keep)
    }
  }, [view])

  const isOffering = commands.length + modes.length > 0 || openSettings !== null

  usePrompt(view, field)

  const onKeyDown = (key: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (slash.onKeyDown(key)) return
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
      {slash.isOpen && (
        <Suspense fallback={null}>
          <SlashMenu slash={slash} />
        </Suspense>
      )}
      {answering && <Answering question={answering.question} onLeave={answering.leave} />}
      {command && command.args.length > 0 && (
        <Suspense fallback={null}>
          <ArgsForm key={command.id} view={view} command={command} />
        </Suspense>
      )}
      {list}
      <textarea
        ref={field}
        id="chat-input"
        rows={1}
        dir="auto"
        aria-label={t(answering ? 'ask.yours' : 'composer.label')}
        aria-autocomplete={slash.isOpen ? 'list' : undefined}
        aria-controls={slash.isOpen ? 'slash-menu' : undefined}
        aria-activedescendant={slash.isOpen ? `slash-menu-${slash.at}` : undefined}
        placeholder={answering ? t('ask.yours') : name ? t('composer.placeholder', { name }) : ''}
        maxLength={limits.messageCharacters}
        value={draft}
        onChange={(change) => setDraft(change.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <div className="tools">
        {button}
        {hasFavorites && (
          <Suspense fallback={null}>
            <FavoritesButton view={view} />
          </Suspense>
        )}
        {isOffering && (
          <Suspense fallback={null}>
            <OfferTools view={view} onSettings={openSettings} />
          </Suspense>
        )}
        <span className="grow" />
        <EndSlot
          view={view}
          canSend={canSend || isAny || command !== null}
          isAnswering={answering !== null}
          onSend={submit}
        />
      </div>
      <Problem text={error} />
    </form>
  )
}
