import type { GivenFile } from '../files/given-file.ts'

/** Which files go to a model, and how much of them. */
export interface ModelFilesOptions {
  /** MIME types, with `image/*` for a family. Default: pictures, PDFs and texts, which most models take. */
  types?: readonly string[]
  /** What is larger is only named, in bytes. Default 10,000,000. */
  maxBytes?: number
}

/** A file as a request carries it; without `base64` it is only named. */
export interface ModelFile {
  name: string
  type: string
  base64: string | null
}

/** A part of a person's message for the AI SDK. */
export type AiSdkPart =
  | { type: 'text'; text: string }
  | { type: 'file'; data: string; mediaType: string; filename: string }

/** A part of a person's message for OpenAI's chat completions. */
export type OpenAiPart =
  | { type: 'text'; text: string }
  | { type: 'image_url'; image_url: { url: string } }
  | { type: 'file'; file: { filename: string; file_data: string } }
  | { type: 'input_audio'; input_audio: { data: string; format: 'wav' | 'mp3' } }

/** A part of a person's message for Anthropic. */
export type AnthropicPart =
  | { type: 'text'; text: string }
  | { type: 'image'; source: { type: 'base64'; media_type: AnthropicImage; data: string } }
  | {
      type: 'document'
      source:
        | { type: 'base64'; media_type: 'application/pdf'; data: string }
        | { type: 'text'; media_type: 'text/plain'; data: string }
      title: string
    }

const anthropicImages = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const
type AnthropicImage = (typeof anthropicImages)[number]

const defaultTypes = ['image/*', 'application/pdf', 'text/*', 'application/json']
const defaultBytes = 10_000_000

/** Reads files for a request. One that is too large, or of another type, is only named. */
export async function readModelFiles(
  files: readonly GivenFile[],
  { types = defaultTypes, maxBytes = defaultBytes }: ModelFilesOptions = {},
): Promise<ModelFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const type = plainType(file.type)
      const isWanted = file.bytes <= maxBytes && types.some((wanted) => matches(wanted, type))
      const content = isWanted ? await file.content() : null
      return { name: file.name, type, base64: content && Buffer.from(content).toString('base64') }
    }),
  )
}

export function aiSdkParts(text: string, files: readonly ModelFile[]): AiSdkPart[] {
  const parts = files.map((file): AiSdkPart => {
    if (file.base64 === null) return named(file)
    return isText(file) ? quoted(file) : { type: 'file', data: file.base64, mediaType: file.type, filename: file.name }
  })
  return [...parts, ...words(text)]
}

export function openAiParts(text: string, files: readonly ModelFile[]): OpenAiPart[] {
  const parts = files.map((file): OpenAiPart => {
    const { name, type, base64 } = file
    if (base64 === null) return named(file)
    if (isText(file)) return quoted(file)
    if (type.startsWith('image/')) return { type: 'image_url', image_url: { url: `data:${type};base64,${base64}` } }
    if (type === 'application/pdf') {
      return { type: 'file', file: { filename: name, file_data: `data:${type};base64,${base64}` } }
    }
    const format = /^audio\/(?:x-|vnd\.)?wave?$/.test(type) ? 'wav' : type === 'audio/mpeg' ? 'mp3' : null
    return format === null ? named(file) : { type: 'input_audio', input_audio: { data: base64, format } }
  })
  return [...parts, ...words(text)]
}

export function anthropicParts(text: string, files: readonly ModelFile[]): AnthropicPart[] {
  const parts = files.map((file): AnthropicPart => {
    const { name, base64 } = file
    if (base64 === null) return named(file)
    const image = anthropicImages.find((one) => one === file.type)
    if (image) return { type: 'image', source: { type: 'base64', media_type: image, data: base64 } }
    if (file.type === 'application/pdf') {
      return { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: base64 }, title: name }
    }
    if (!isText(file)) return named(file)
    // The API refuses an empty one.
    const data = textOf(file)
    return data.trim() === ''
      ? named(file)
      : { type: 'document', source: { type: 'text', media_type: 'text/plain', data }, title: name }
  })
  return [...parts, ...words(text)]
}

function words(text: string): { type: 'text'; text: string }[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }]
}

/** A model that cannot be given a file is told that there is one. */
function named({ name, type }: ModelFile): { type: 'text'; text: string } {
  return { type: 'text', text: `[Attached: ${name}, ${type}]` }
}

function quoted(file: ModelFile): { type: 'text'; text: string } {
  return { type: 'text', text: `[Attached: ${file.name}]\n${textOf(file)}` }
}

function textOf({ base64 }: ModelFile): string {
  return Buffer.from(base64 ?? '', 'base64').toString('utf8')
}

function isText({ type }: ModelFile): boolean {
  return type.startsWith('text/') || type === 'application/json'
}

function plainType(type: string): string {
  return (type.split(';', 1)[0] ?? '').trim().toLowerCase()
}

function matches(wanted: string, type: string): boolean {
  return wanted.endsWith('/*') ? type.startsWith(wanted.slice(0, -1)) : wanted.toLowerCase() === type
}
