import { useCallback, useEffect, useRef, useState } from 'react'
import { uploadFile, type FileUpload } from '@chatwright/client'
import type { Ask } from '@chatwright/protocol'
import { base } from '../app/base.ts'
import { bytes } from '../format/bytes.ts'
import { t } from '../i18n/t.ts'

/** A file that was picked, as it is shown. `part`: from 0 to 1. */
export interface ShownUpload {
  key: number
  fileId: string
  file: File
  state: 'sending' | 'ready' | 'refused'
  part: number
  error: string | null
}

/** The files given for a question. What is on its way when the question ends, or the page goes, is broken off. */
export function useUploads(threadId: string, ask: Ask) {
  const [uploads, setUploads] = useState<readonly ShownUpload[]>([])
  const onTheirWay = useRef(new Map<number, FileUpload>())
  const nextKey = useRef(0)
  const { id: askId, rules, status } = ask

  useEffect(() => {
    const open = onTheirWay.current
    return () => {
      for (const upload of open.values()) upload.cancel()
      open.clear()
    }
  }, [askId, status])

  const change = useCallback((key: number, patch: Partial<ShownUpload>) => {
    setUploads((before) => before.map((upload) => (upload.key === key ? { ...upload, ...patch } : upload)))
  }, [])

  const add = useCallback(
    (files: readonly File[]) => {
      for (const file of files) {
        const key = nextKey.current++
        const shown: ShownUpload = { key, fileId: '', file, state: 'sending', part: 0, error: null }
        if (rules && file.size > rules.maxBytes) {
          const error = t('ask.tooLarge', { size: bytes(file.size), limit: bytes(rules.maxBytes) })
          setUploads((before) => [...before, { ...shown, state: 'refused', error }])
          continue
        }
        const upload = uploadFile({ baseUrl: base, threadId, askId }, file, (part) => change(key, { part }))
        onTheirWay.current.set(key, upload)
        setUploads((before) => [...before, { ...shown, fileId: upload.fileId }])
        upload.done
          .then(
            () => change(key, { state: 'ready', part: 1 }),
            (reason: unknown) =>
              change(key, { state: 'refused', error: reason instanceof Error ? reason.message : String(reason) }),
          )
          .finally(() => onTheirWay.current.delete(key))
      }
    },
    [threadId, askId, rules, change],
  )

  const remove = useCallback(
    (key: number) => {
      const upload = uploads.find((shown) => shown.key === key)
      onTheirWay.current.get(key)?.cancel()
      if (upload?.state === 'ready') {
        void fetch(`${base}/api/threads/${threadId}/asks/${askId}/files/${upload.fileId}`, { method: 'DELETE' })
      }
      setUploads((before) => before.filter((shown) => shown.key !== key))
    },
    [uploads, threadId, askId],
  )
  return { uploads, add, remove }
}
