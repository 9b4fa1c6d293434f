import { z } from 'zod'
import { id } from '../ids.ts'
import { fileInfo } from './file.ts'
import { hostedFilm } from './film-host.ts'
import { limits } from '../limits.ts'
import { jsonObject } from './json.ts'

/** What an element is shown as. */
export const elementKind = z.enum(['image', 'text', 'pdf', 'audio', 'video', 'file', 'table', 'chart', 'custom'])
export type ElementKind = z.infer<typeof elementKind>

/** What a component of an app may be called: the name of its file, without its ending. */
export const componentName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/)

/** Where an element is shown: under its message, in the side panel, or on a page of its own. */
export const elementDisplay = z.enum(['inline', 'side', 'page'])
export type ElementDisplay = z.infer<typeof elementDisplay>

/**
 * What it shows: a file of the thread, a text that stands here itself, a component of the app's own with its props, or a
 * film at another host.
 */
export const elementSource = z.discriminatedUnion('type', [
  z.object({ type: z.literal('file'), file: fileInfo }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('props'), component: componentName, props: jsonObject }),
  hostedFilm,
])
export type ElementSource = z.infer<typeof elementSource>

/**
 * A named piece of media: of a message, of a step, or (without either) of the side panel. What a person attached, or gave
 * as an answer, is one, too.
 */
export const element = z.object({
  /** Of a file that answers a question: that of the file. */
  id,
  /** The run that showed it; for what a person attached or gave the run that answers. */
  runId: id,
  messageId: id.nullable(),
  /** The step that it belongs to, when it is no message that it does. */
  stepId: id.optional(),
  kind: elementKind,
  name: z.string(),
  display: elementDisplay,
  source: elementSource,
  /** What is said of a picture to who does not see it; null: its name. */
  alt: z.string().nullable(),
  /** Of a text: the language it is highlighted in; null: it is Markdown. */
  language: z.string().nullable(),
  /** Of pictures and videos. */
  size: z.enum(['small', 'medium', 'large']),
  /** Of a PDF: the page it opens at, from 1. */
  page: z.int().positive(),
  /** Of a PDF: the passage that is marked in it, and where it opens if it is found. */
  highlight: z.string().max(limits.highlightCharacters).optional(),
  /** Of sound and video: whether it plays by itself. */
  autoPlay: z.boolean(),
})
export type Element = z.infer<typeof element>
