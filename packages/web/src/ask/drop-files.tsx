import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react'
import type { ThreadView } from '@chatwright/client'
import type { Ask, Element, FileInfo, FileRules } from '@chatwright/protocol'
import { Download, FileText, Upload, X } from 'lucide-react'
import { base } from '../app/base.ts'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { offeredKinds } from '../attachments/offered-kinds.ts'
import { ElementRow } from '../elements/element-row.tsx'
import { bytes } from '../format/bytes.ts'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'
import { useUploads, type ShownUpload } from './use-uploads.ts'

interface DropFilesProps {
  ask: Ask
  /** What it was answered with. */
  given: readonly Element[]
  view: ThreadView
}

/** Where files are given: the limits before anyone tries, each file on its way, and the button that answers. */
export function DropFiles({ ask, given, view }: DropFilesProps) {
  const { uploads, add, remove } = useUploads(view.id, ask)
  const { isBusy, error, press } = useCommand()
  const [isOver, setIsOver] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const rules = ask.rules as FileRules
  const ready = uploads.filter((upload) => upload.state === 'ready')
  const isFull = ready.length === rules.maxFiles

  // One file is the whole answer: nobody wants to say so twice.
  const fileIds = ready.map(({ fileId }) => fileId)
  const whole = rules.maxFiles === 1 && isFull ? fileIds.join(' ') : ''
  useEffect(() => {
    if (whole !== '') press(() => view.commands.answer(ask.id, { type: 'files', fileIds: whole.split(' ') }))
  }, [whole, view, ask.id, press])

  if (ask.answer?.type === 'files') {
    // Threads of before the answers to questions had elements.
    const bare = ask.answer.files.filter(({ id }) => given.every((element) => element.id !== id))
    return (
      <div className="files">
        <ElementRow elements={given} threadId={view.id} />
        {bare.map((file) => (
          <FileRow key={file.id} name={file.name} note={bytes(file.bytes)}>
            <DownloadLink threadId={view.id} file={file} />
          </FileRow>
        ))}
      </div>
    )
  }
  const onDrop = (drop: DragEvent): void => {
    drop.preventDefault()
    setIsOver(false)
    add([...drop.dataTransfer.files])
  }
  return (
    <>
      {uploads.length > 0 && (
        <div className="files">
          {uploads.map((upload) => (
            <UploadRow key={upload.key} upload={upload} onRemove={() => remove(upload.key)} />
          ))}
        </div>
      )}
      {!isFull && (
        <div
          className={isOver ? 'drop over' : 'drop'}
          onDragOver={(drag) => {
            drag.preventDefault()
            setIsOver(true)
          }}
          onDragLeave={() => setIsOver(false)}
          onDrop={onDrop}
        >
          <Icon of={Upload} />
          <b>{t(rules.maxFiles === 1 ? 'ask.dropOne' : 'ask.dropMany')}</b>
          <span className="hint">{limitsText(rules)}</span>
          <button type="button" className="btn btn-outline" onClick={() => picker.current?.click()}>
            {t('ask.browse')}
          </button>
          <input
            ref={picker}
            type="file"
            hidden
            aria-label={t('ask.browse')}
            multiple={rules.maxFiles > 1}
            accept={offeredKinds(rules).join(',')}
            onChange={(change) => {
              add([...(change.currentTarget.files ?? [])])
              change.currentTarget.value = ''
            }}
          />
        </div>
      )}
      {rules.maxFiles > 1 && ready.length > 0 && (
        <div className="give">
          <button
            type="button"
            className="btn btn-primary btn-s"
            disabled={isBusy || uploads.some((upload) => upload.state === 'sending')}
            onClick={() => press(() => view.commands.answer(ask.id, { type: 'files', fileIds }))}
          >
            {t('ask.give', { count: ready.length })}
          </button>
        </div>
      )}
      <Problem text={error} />
    </>
  )
}

/** To have what was given again. */
function DownloadLink({ threadId, file: { id, name } }: { threadId: string; file: FileInfo }) {
  const label = t('ask.download', { name })
  return (
    <a
      className="icon-btn sm"
      href={`${base}/api/threads/${threadId}/files/${id}?download`}
      download={name}
      aria-label={label}
      title={label}
    >
      <Icon of={Download} isSmall />
    </a>
  )
}

function UploadRow({ upload, onRemove }: { upload: ShownUpload; onRemove: () => void }) {
  const { file, state, part, error } = upload
  const note =
    error ??
    (state === 'sending' ? t('ask.sent', { part: bytes(file.size * part), all: bytes(file.size) }) : bytes(file.size))
  return (
    <FileRow name={file.name} note={note} isWrong={error !== null}>
      {state === 'sending' && (
        <span
          className="ring"
          style={{ '--p': part } as never}
          role="img"
          aria-label={t('ask.uploaded', { percent: Math.round(part * 100) })}
        />
      )}
      <button
        type="button"
        className="icon-btn sm"
        aria-label={t('ask.removeFile', { name: file.name })}
        title={t('ask.removeFile', { name: file.name })}
        onClick={onRemove}
      >
        <Icon of={X} isSmall />
      </button>
    </FileRow>
  )
}

interface FileRowProps {
  name: string
  note: string
  isWrong?: boolean
  children?: ReactNode
}

function FileRow({ name, note, isWrong = false, children }: FileRowProps) {
  return (
    <div className="file">
      <span className="ic">
        <Icon of={FileText} />
      </span>
      <span className="what">
        <b dir="auto">{name}</b>
        <span className={isWrong ? 'num wrong' : 'num'} role={isWrong ? 'alert' : undefined}>
          {note}
        </span>
      </span>
      {children}
    </div>
  )
}

function limitsText({ accept, extensions, maxFiles, maxBytes }: FileRules): string {
  const size = t(maxFiles === 1 ? 'ask.limitOne' : 'ask.limitMany', { count: maxFiles, size: bytes(maxBytes) })
  const kinds = Object.values(extensions ?? {}).flat()
  const named = kinds.length > 0 ? kinds : accept
  return named.length === 0 ? size : `${named.join(', ')} · ${size}`
}
