import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  ChatwrightError,
  type Element,
  type ElementDisplay,
  type ElementKind,
  filmHosts,
  limits,
  type HostedFilm,
  type JsonObject,
} from '@chatwright/protocol'
import { hostedFilmAt, type PlayerOptions } from './hosted-film.ts'

/** Bytes or text, whole or as they come. */
export type ElementContent =
  | string
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>

/**
 * Where an element's content comes from: exactly one of a file on this machine, an address that is fetched when it is
 * shown, and what is given itself. All three are kept with the thread, so that it shows the same later.
 */
export type ElementSourceInput =
  | { path: string | URL; url?: never; content?: never }
  | { url: string | URL; path?: never; content?: never }
  | { content: ElementContent; path?: never; url?: never }

/** What every element takes. */
export interface ElementOptions {
  /** How it is called, and saved. Default: the last part of its path or address; needed with `content`. */
  name?: string
  /** Where it is shown: `inline` (default) under the message, `side` in the side panel, `page` on a page of its own. */
  display?: ElementDisplay
  /** Its MIME type where its content cannot tell. */
  mime?: string
}

export type ImageOptions = ElementSourceInput &
  ElementOptions & {
    /** What is said of it to who does not see it. Default: its name. */
    alt?: string
    /** At most 150, 300 or 600 pixels wide. Default `medium`. */
    size?: Element['size']
  }
/** `language`: shown as code in it; without one it is Markdown. */
export type TextOptions = ElementSourceInput & ElementOptions & { language?: string }
/**
 * `page`: where it opens, from 1. `highlight`: a passage, of 5,000 characters at most, that is marked and opened at, wherever
 * white space, hyphens and capitals stand in it; a page that is named is looked at first.
 */
export type PdfOptions = ElementSourceInput & ElementOptions & { page?: number; highlight?: string }
export type AudioOptions = ElementSourceInput & ElementOptions & { autoPlay?: boolean }
/**
 * The address of a film at YouTube or Vimeo is shown with the player of that host, once the reader has pressed for it; nothing
 * is asked of the host before. `player`: what that player is told, under the host's own names; only for such an address.
 */
export type VideoOptions = ElementSourceInput &
  ElementOptions & { autoPlay?: boolean; size?: Element['size']; player?: PlayerOptions }
export type FileOptions = ElementSourceInput & ElementOptions

/** An element to show: give it to `chat.send({ elements })`, `message.addElement` or `chat.panel.open`. */
export interface ElementInput {
  readonly kind: ElementKind
  readonly name: string
  readonly source: ElementSourceInput
  readonly mime: string | undefined
  /** Of a custom element. */
  readonly custom?: { component: string; props: JsonObject }
  /** Of a video at another host. */
  readonly film?: HostedFilm
  readonly look: Pick<Element, 'display' | 'alt' | 'language' | 'size' | 'page' | 'autoPlay' | 'highlight'>
}

/** A picture. Throws `bad_option`, as all of these do, unless it has exactly one source. */
export function image(options: ImageOptions): ElementInput {
  return elementInput('image', options)
}

/** A text: Markdown, or code when it has a `language`. */
export function text(options: TextOptions): ElementInput {
  return elementInput('text', options)
}

/** A PDF, with a viewer. */
export function pdf(options: PdfOptions): ElementInput {
  return elementInput('pdf', options)
}

/** Sound, with a player. */
export function audio(options: AudioOptions): ElementInput {
  return elementInput('audio', options)
}

/** A film, with a player. */
export function video(options: VideoOptions): ElementInput {
  return elementInput('video', options)
}

/** A file to save. */
export function file(options: FileOptions): ElementInput {
  return elementInput('file', options)
}

type AnyOptions = ElementSourceInput &
  ElementOptions &
  Partial<{
    alt: string
    language: string
    size: Element['size']
    page: number
    highlight: string | undefined
    autoPlay: boolean
    player: PlayerOptions
  }>

const passage = limits.highlightCharacters

/** Checks what an element is made of. */
export function elementInput(kind: ElementKind, options: AnyOptions): ElementInput {
  const source = sourceOf(kind, options)
  const { display = 'inline', alt, language, size = 'medium', page = 1, autoPlay = false, mime, highlight } = options
  const film = kind === 'video' ? hostedFilmAt(source.url, options.player) : null
  const name = options.name ?? (film ? filmHosts[film.host].label : nameOf(source))
  check(kind, 'name', name !== null && name.trim() !== '', 'a text', options.name)
  check(kind, 'display', ['inline', 'side', 'page'].includes(display), "'inline', 'side' or 'page'", display)
  check(kind, 'size', ['small', 'medium', 'large'].includes(size), "'small', 'medium' or 'large'", size)
  check(kind, 'page', Number.isInteger(page) && page > 0, 'a whole number, 1 or more', page)
  const isPassage = highlight === undefined || (typeof highlight === 'string' && highlight.length <= passage)
  check(kind, 'highlight', isPassage, `a text of at most ${passage} characters`, typeof highlight)
  const marked = highlight === undefined || highlight.trim() === '' ? {} : { highlight }
  const look = { ...marked, display, alt: alt ?? null, language: language ?? null, size, page, autoPlay }
  return { kind, name: name as string, source, mime, look, ...(film ? { film } : {}) }
}

/** The one source among the options; undefined when there is none. Throws `bad_option` for several. */
export function optionalSource(
  kind: ElementKind,
  options: Partial<Record<'path' | 'url' | 'content', unknown>>,
): ElementSourceInput | undefined {
  const given = (['path', 'url', 'content'] as const).filter(
    (key) => options[key] !== undefined && options[key] !== null,
  )
  if (given.length > 1) {
    throw new ChatwrightError('bad_option', `${kind}: ${given.join(' and ')} were given: it has exactly one source.`, {
      fix: 'Keep one of path, url and content.',
    })
  }
  const [key] = given
  return key === undefined ? undefined : ({ [key]: options[key] } as unknown as ElementSourceInput)
}

function sourceOf(kind: ElementKind, options: AnyOptions): ElementSourceInput {
  const source = optionalSource(kind, options ?? {})
  if (source) return source
  throw new ChatwrightError('bad_option', `${kind}: expected a source, got none.`, {
    fix: 'Give one of path, url and content.',
  })
}

export function nameOf({ path, url }: ElementSourceInput): string | null {
  if (path !== undefined) return basename(path instanceof URL ? fileURLToPath(path) : path)
  if (url === undefined) return null
  const { pathname, host } = new URL(url)
  const last = pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last) || host
  } catch {
    return last
  }
}

function check(kind: string, option: string, isGood: boolean, expected: string, got: unknown): void {
  if (isGood) return
  throw new ChatwrightError(
    'bad_option',
    `${kind}: ${option}: expected ${expected}, got ${JSON.stringify(got) ?? 'nothing'}.`,
  )
}
