import { useCallback, useEffect, useState, useSyncExternalStore, type ClipboardEvent, type ReactNode } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useRules } from '@chatwright/client/react'
import type { FileInfo } from '@chatwright/protocol'
import { t } from '../i18n/t.ts'
import type { Attachment, Attachments } from './attachments.ts'
import { inheritanceOf } from './heirs.ts'
import { pastedFiles } from './pasted-files.ts'

type Parts = typeof import('./parts.ts')

let loaded: Parts | null = null
/** How long the rest of the page goes first. */
const afterMs = 250

/** What a composer shows and needs of attachments. */
export interface ComposerFiles {
  /** Above what is written: the files, and that Send waits for them. */
  list: ReactNode
  /** The button that chooses files; nothing where the app takes none. */
  button: ReactNode
  /** Whether there is a file to send. */
  isAny: boolean
  /** Send was asked for before all files were there, and now they are. */
  isDue: boolean
  onPaste: (paste: ClipboardEvent) => void
  /**
   * The files for a message that is sent now. Null while some are on their way: then the wish is kept until `isDue`. One
   * that is refused on its way takes the wish back, as does a command that lacks something by then: the person sees why,
   * and decides.
   */
  take: () => readonly FileInfo[] | null
  /** What they were taken for came to nothing. */
  giveBack: (files: readonly FileInfo[]) => void
}

const none: readonly Attachment[] = []
const noFiles: readonly FileInfo[] = []
const nothing: Pick<Attachments, 'subscribe' | 'getSnapshot'> = { subscribe: () => () => {}, getSnapshot: () => none }

/** `isBlocked`: what is being written cannot be sent as it stands. */
export function useAttachments(view: ThreadView, isBlocked: boolean): ComposerFiles {
  const rules = useRules(view).uploads
  const parts = useParts(rules !== null)
  const attachments = parts?.attachmentsOf(view.id) ?? null
  const { subscribe, getSnapshot } = attachments ?? nothing
  const items = useSyncExternalStore(subscribe, getSnapshot)
  const [isWanted, setIsWanted] = useState(false)
  const isSending = items.some(({ state }) => state === 'sending')
  const isRefused = items.some(({ state }) => state === 'refused')

  useEffect(() => {
    const from = parts && inheritanceOf(view.id)
    if (from && attachments) void attachments.inherit(parts.attachmentsOf(from), rules)
  }, [parts, attachments, view.id, rules])

  useEffect(() => {
    if (isWanted && !isSending && (isRefused || isBlocked)) setIsWanted(false)
  }, [isWanted, isSending, isRefused, isBlocked])
  const add = useCallback(
    (files: readonly File[]) => {
      if (rules && files.length > 0) attachments?.add(files, rules)
    },
    [attachments, rules],
  )
  const onPaste = useCallback(
    (paste: ClipboardEvent) => {
      const files = rules ? pastedFiles(paste) : []
      if (files.length === 0) return
      paste.preventDefault()
      add(files)
    },
    [rules, add],
  )
  const take = useCallback(() => {
    if (!attachments) return noFiles
    setIsWanted(attachments.isSending)
    return attachments.isSending ? null : attachments.take()
  }, [attachments])

  const giveBack = useCallback((files: readonly FileInfo[]) => attachments?.restore(files), [attachments])

  return {
    list: (
      <>
        {parts && attachments && items.length > 0 && <parts.AttachmentList items={items} of={attachments} />}
        {isWanted && (
          <p className="atts-wait" role="status">
            {t('upload.waiting')}
          </p>
        )}
        {parts && <parts.DropZone rules={rules} onFiles={add} />}
      </>
    ),
    button: parts && rules && <parts.AttachButton rules={rules} onFiles={add} />,
    isAny: items.some(({ state }) => state !== 'refused'),
    isDue: isWanted && !isSending && !isRefused && !isBlocked,
    onPaste,
    take,
    giveBack,
  }
}

/** Loaded when the page is there: nobody chooses a file earlier than that. */
function useParts(isWanted: boolean): Parts | null {
  const [parts, setParts] = useState(loaded)
  useEffect(() => {
    if (!isWanted || parts) return
    let isThere = true
    const load = async (): Promise<void> => {
      loaded = await import('./parts.ts')
      if (isThere) setParts(loaded)
    }
    const timer = setTimeout(() => void load(), afterMs)
    return () => {
      isThere = false
      clearTimeout(timer)
    }
  }, [isWanted, parts])
  return parts
}
