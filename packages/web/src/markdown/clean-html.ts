import DOMPurify from 'dompurify'
import { linkTarget, ownPicture } from './link-target.ts'

const purify = DOMPurify(window)

/** Links lead where those of Markdown may, and pictures are the page's own: another host would learn who reads. */
purify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A') {
    const target = linkTarget(node.getAttribute('href') ?? '')
    if (!target) node.removeAttribute('href')
    else if (target.isExternal) {
      node.setAttribute('target', '_blank')
      node.setAttribute('rel', 'noopener noreferrer')
    }
  }
  for (const name of ['src', 'poster']) {
    const address = node.getAttribute(name)
    if (address === null) continue
    const own = ownPicture(address, location.origin)
    if (own === null) node.removeAttribute(name)
    else node.setAttribute(name, own)
  }
})

/**
 * HTML that may stand in a message: words, lists, tables, details, pictures of the page's own host. What runs is gone, and
 * so is what could pass for a part of the page, or move things about in it: forms, styles, classes, ids.
 */
export function cleanHtml(html: string): string {
  return purify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: [
      'style',
      'form',
      'input',
      'button',
      'select',
      'textarea',
      'option',
      'dialog',
      'audio',
      'source',
      'area',
      'map',
    ],
    FORBID_ATTR: [
      'style',
      'class',
      'id',
      'name',
      'srcset',
      'tabindex',
      'contenteditable',
      'autofocus',
      'is',
      'slot',
      'part',
    ],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  })
}
