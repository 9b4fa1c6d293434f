import { expect, it } from 'vitest'
import { mediaKind, typeOfContent } from './media-kind.ts'

it('content decides what a file is, and a name only between kinds of text and of containers', () => {
  const type = (sniffed: string | undefined, named: string | undefined, text: string | null) =>
    typeOfContent({ sniffed, named, text })
  expect(type('image/png', 'text/html', null)).toBe('image/png')
  expect(type(undefined, 'image/png', null)).toBe('application/octet-stream')
  expect(type(undefined, 'image/png', 'words')).toBe('text/plain')
  expect(type(undefined, 'text/csv', 'a,b')).toBe('text/csv')
  expect(type(undefined, 'video/mp2t', 'const a = 1')).toBe('text/plain')
  expect(type(undefined, 'text/csv', '<!DOCTYPE html><p>')).toBe('text/html')
  expect(type(undefined, undefined, '<p>x<script >')).toBe('text/html')
  expect(type('application/xml', 'image/png', '<?xml?><svg xmlns="x">')).toBe('image/svg+xml')
  expect(type('application/xml', undefined, '<?xml?><feed>')).toBe('application/xml')
  const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  expect(type('application/zip', docx, null)).toBe(docx)
  expect(type('application/zip', 'text/html', null)).toBe('application/zip')
})

it('is shown as what it is', () => {
  expect(
    ['image/png', 'image/tiff', 'application/pdf', 'audio/wav; a=b', 'VIDEO/mp4', 'text/html', ''].map(mediaKind),
  ).toEqual(['image', 'file', 'pdf', 'audio', 'video', 'file', 'file'])
})
