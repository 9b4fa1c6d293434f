import { filmHosts, type Element } from '@chatwright/protocol'
import {
  AppWindow,
  Download,
  FileArchive,
  FileAudio,
  FileChartColumn,
  FileCode,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  File as Plain,
} from 'lucide-react'
import { bytes } from '../format/bytes.ts'
import { t } from './words.ts'
import { Icon } from '../icons/icon.tsx'
import { fileUrl } from './file-url.ts'

/** A file to save: the whole card is the link. */
export function FileCard({ element, threadId }: { element: Element; threadId: string }) {
  const url = fileUrl(threadId, element, { isDownload: true })
  if (url === null) return null
  return (
    <a className="file inline-file" href={url} download={element.name} title={element.name}>
      <FileFace element={element} does={t('element.downloadIt')} />
      <Icon of={Download} isSmall />
    </a>
  )
}

/** Icon, name, and what it is and how large. `does`: what pressing it does, for who does not see the icon at its end. */
export function FileFace({ element, does }: { element: Element; does: string }) {
  return (
    <>
      <span className="ic">
        <Icon of={iconOf(element)} />
      </span>
      <span className="sr">{does}</span>
      <span className="what">
        <b dir="auto">{shortName(element.name)}</b>
        <span className="num">{noteOf(element)}</span>
      </span>
    </>
  )
}

/** What is read, and not run. */
const isDocument =
  /^text\/(?:plain|markdown)|\/(?:pdf|rtf|msword)$|wordprocessing|presentation|powerpoint|opendocument\.text|epub/

export function iconOf({ kind, source }: Element): typeof Plain {
  const type = source.type === 'file' ? source.file.type : 'text/plain'
  if (kind === 'table' || /spreadsheet|excel|\/csv$/.test(type)) return FileSpreadsheet
  if (kind === 'chart') return FileChartColumn
  if (kind === 'custom') return AppWindow
  if (kind === 'image' || type.startsWith('image/')) return FileImage
  if (kind === 'audio' || type.startsWith('audio/')) return FileAudio
  if (kind === 'video' || type.startsWith('video/')) return FileVideo
  if (kind === 'pdf' || isDocument.test(type)) return FileText
  if (/[/-](?:zip|x-tar|gzip|x-.*compressed|vnd.rar)/.test(type)) return FileArchive
  return /^text\/|[/+](?:json|xml|javascript)$/.test(type) ? FileCode : Plain
}

function noteOf({ source, kind }: Element): string {
  if (source.type === 'film') return filmHosts[source.host].label
  if (kind === 'chart' || kind === 'table' || kind === 'custom') return t(`element.${kind}`)
  if (source.type !== 'file') return t('element.text')
  const { type, bytes: size } = source.file
  const family =
    kind === 'pdf' ? 'PDF' : (type.split('/')[1] ?? '').replace(/^x-|\+.*$|^vnd\..*\.|;.*$/g, '').toUpperCase()
  const word = family === '' || family === 'OCTET-STREAM' ? t('element.file') : family
  return `${word} · ${bytes(size)}`
}

/** A long name loses its middle, never its ending. */
export function shortName(name: string): string {
  return name.length <= 40 ? name : `${name.slice(0, 24)}…${name.slice(-14)}`
}
