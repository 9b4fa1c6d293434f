import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'rolldown'

/** What in a module tells it where it is, and the name that stands in for it in the bundle. */
export const placeNames = {
  'import.meta.url': '__app_url',
  'import.meta.filename': '__app_filename',
  'import.meta.dirname': '__app_dirname',
  __filename: '__app_filename',
  __dirname: '__app_dirname',
} as const

const usesPlace = /\bimport\s*\.\s*meta\b|\b__(?:file|dir)name\b/

/**
 * Lets every bundled file keep its own place: without it `import.meta.url` and its like would point into the cache
 * folder. The names are declared on the file's own first line, so that line numbers stay as they are.
 */
export function keepPlaces(): Plugin {
  return {
    name: 'chatwright:keep-places',
    transform: {
      filter: { code: usesPlace, id: { exclude: /^\0|^rolldown\// } },
      handler(code, id) {
        return { code: placePrefix(code, id) + code.replace(/^#!/, '//'), map: null }
      },
    },
  }
}

/** What {@link keepPlaces} puts before a file's text; empty when the file does not ask where it is. */
export function placePrefix(code: string, id: string): string {
  if (!usesPlace.test(code)) return ''
  const url = JSON.stringify(pathToFileURL(id).href)
  return `const __app_url=${url},__app_filename=${JSON.stringify(id)},__app_dirname=${JSON.stringify(dirname(id))};`
}
