import type { PanelRules } from '@chatwright/protocol'

/** How the side panel is before a reader changes it. */
export interface PanelLook {
  /**
   * How wide it is, in CSS pixels: a whole number from 280 to 1600. Default 432. It is never wider than 70 % of the window;
   * on phones it is a sheet, and a canvas is half of the page. What the reader has drawn it to counts more.
   */
  width?: number
  /**
   * Whether what comes for it opens it: `chat.panel.open`, and elements with `display: 'side'`. Default true. With false it
   * opens when the reader asks for it: at its button above the conversation, a card, or a name in a text.
   */
  autoOpen?: boolean
}

const [least, most] = [280, 1_600]

/** What a page is told. */
export function panelRules({ width, autoOpen }: PanelLook = {}): PanelRules {
  return { width: width ?? null, autoOpen: autoOpen ?? true }
}

/** What is wrong with the option: where, what was expected and what came. Null: nothing. */
export function panelProblem(look: PanelLook | undefined): { at: string; expected: string; got: unknown } | null {
  if (look === undefined) return null
  if (typeof look !== 'object' || look === null || Array.isArray(look)) {
    return { at: '', expected: '{ width, autoOpen }', got: look }
  }
  const { width, autoOpen, ...others } = look
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) return { at: '', expected: '{ width, autoOpen }', got: look }
  if (width !== undefined && (!Number.isInteger(width) || width < least || width > most)) {
    return { at: '.width', expected: `a whole number of CSS pixels from ${least} to ${most}`, got: width }
  }
  if (autoOpen === undefined || typeof autoOpen === 'boolean') return null
  return { at: '.autoOpen', expected: 'true or false', got: autoOpen }
}
