import { readFileSync } from 'node:fs'
import { dirname, extname, join, basename } from 'node:path'

/** What an app says of itself, in a language. */
export interface Readme {
  /** The text for a language (a BCP 47 tag), else the one for all; null when there is none, or it is empty. */
  read(language: string): string | null
  /** The files that are looked at for a language, the most fitting first. */
  filesFor(language: string): string[]
}

/**
 * A readme in a Markdown file, with others beside it for languages: `chatwright.md`, `chatwright.fr.md`,
 * `chatwright.fr-CA.md`. It is read when it is asked for, so a change shows at once. A tag that is none finds the one
 * for all: it never becomes part of a path.
 */
export function fileReadme(path: string): Readme {
  const extension = extname(path)
  const stem = join(dirname(path), basename(path, extension))
  const filesFor = (language: string): string[] => {
    const parts = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(language) ? language.split('-') : []
    const tags = parts.map((_, index) => parts.slice(0, parts.length - index).join('-'))
    return [...tags.map((tag) => `${stem}.${tag}${extension}`), path]
  }
  return {
    filesFor,
    read: (language) => {
      for (const file of filesFor(language)) {
        const text = textOf(file)
        if (text !== null) return text.trim() === '' ? null : text
      }
      return null
    },
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
