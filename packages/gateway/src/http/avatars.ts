import { readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'

/** A picture of an author. `version`: changes with the file. */
export interface Avatar {
  path: string
  type: string
  version: number
}

/** The pictures of those who speak in an app. */
export interface Avatars {
  /** All that there are, by the author's key; see {@link avatarKey}. */
  all(): ReadonlyMap<string, Avatar>
}

const types: Record<string, string> = {
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
}

/** More than this are not looked at: every page is told of all of them. */
const mostAvatars = 500

/**
 * The pictures in a folder, each named after its author: `my_assistant.png` is that of "My Assistant". The folder is read
 * when it is asked for, so what is put there shows at once; one that is not there is empty. Other files are left alone.
 */
export function folderAvatars(folder: string): Avatars {
  return {
    all: () => {
      const found = new Map<string, Avatar>()
      for (const name of namesIn(folder).slice(0, mostAvatars)) {
        const extension = extname(name)
        const type = types[extension.toLowerCase()]
        const path = join(folder, name)
        const stats = type === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
        if (type === undefined || !stats?.isFile()) continue
        found.set(avatarKey(name.slice(0, -extension.length)), { path, type, version: Math.round(stats.mtimeMs) })
      }
      return found
    },
  }
}

/** What an author's picture is called: the name in small letters, with `_` for each space and dot. */
export function avatarKey(author: string): string {
  return author.trim().toLowerCase().replaceAll(/[\s.]/g, '_')
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return []
  }
}
