import { createContext } from 'react'

/** What Markdown may hold beside what it always may; the app decides. */
export interface Syntax {
  /** HTML is drawn, as far as it is harmless; else it is text. */
  isHtml: boolean
  /** Formulas are set; else they are text. */
  isMath: boolean
}

export const plainSyntax: Syntax = { isHtml: false, isMath: true }

/** What Markdown below may hold. */
export const MarkdownSyntax = createContext(plainSyntax)
