import type { Element } from '@chatwright/protocol'
import {
  AppWindow,
  File as Plain,
  FileArchive,
  FileAudio,
  FileChartColumn,
  FileCode,
  FileImage,
  FileSpreadsheet,
  FileText,
} from 'lucide-react'
import { expect, it } from 'vitest'
import { iconOf } from './file-card.tsx'

it.each([
  ['file', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', FileText],
  ['file', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', FileSpreadsheet],
  ['file', 'application/msword', FileText],
  ['file', 'application/pdf', FileText],
  ['file', 'audio/mpeg', FileAudio],
  ['file', 'image/png', FileImage],
  ['file', 'application/zip', FileArchive],
  ['file', 'application/json', FileCode],
  ['file', 'image/svg+xml', FileImage],
  ['file', 'text/csv', FileSpreadsheet],
  ['file', 'application/octet-stream', Plain],
  ['chart', 'application/json', FileChartColumn],
] as const)('%s of type %s has the icon of what it is', (kind, type, icon) => {
  const source = { type: 'file', file: { id: 'x', name: 'x', type, bytes: 1 } }
  expect(iconOf({ kind, source } as unknown as Element)).toBe(icon)
})

it('what has no file has the icon of its kind', () => {
  expect(iconOf({ kind: 'custom', source: { type: 'props' } } as unknown as Element)).toBe(AppWindow)
  expect(iconOf({ kind: 'table', source: { type: 'text', text: '' } } as unknown as Element)).toBe(FileSpreadsheet)
})
