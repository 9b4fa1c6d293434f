/** Where a link leads. `isExternal`: away from the page's own host, so it gets a tab of its own. */
export interface LinkTarget {
  href: string
  isExternal: boolean
}

const allowedSchemes = new Set(['http:', 'https:', 'mailto:'])
/** A host that cannot be: what still has it after resolving was relative. */
const nowhere = 'http://relative.invalid'

/**
 * The target of a link when it may be one: `http`, `https`, `mailto` and addresses relative to the page; else null. Read
 * with the platform's own rules for addresses, so whatever a browser skips or mends in one is skipped and mended here.
 */
export function linkTarget(href: string): LinkTarget | null {
  const url = parse(href)
  if (!url || !allowedSchemes.has(url.protocol) || href.trim() === '') return null
  const isRelative = url.origin === nowhere
  if (!isRelative) return { href: url.href, isExternal: true }
  return { href, isExternal: false }
}

/** The address of a picture the page may load: one on its own host; else null. `origin`: of the page, when there is one. */
export function ownPicture(href: string, origin: string | undefined): string | null {
  const target = linkTarget(href)
  if (!target) return null
  // The folder is served under the app's base path, which the page's <base> knows.
  if (!target.isExternal) return target.href.replace(/^\/(?=public\/)/, '')
  return origin !== undefined && parse(target.href)?.origin === origin ? target.href : null
}

function parse(href: string): URL | null {
  try {
    return new URL(href, `${nowhere}/`)
  } catch {
    return null
  }
}
