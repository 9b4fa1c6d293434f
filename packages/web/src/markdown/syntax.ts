import { createContext } from 'react'
import type { AppHello } from '@chatwright/protocol'
import type { NameRule } from '../references/name-rule.ts'

/** What Markdown may hold beside what it always may; the app decides. */
export interface Syntax {
  /** HTML is drawn, as far as it is harmless; else it is text. */
  isHtml: boolean
  /** Formulas are set; else they are text. */
  isMath: boolean
  /** Names that are taken as they are written, before anything is made of their characters. */
  names?: NameRule | null
}

/** How what is said is drawn; the app decides, and a profile of it. */
export interface Drawing extends Syntax {
  /** Whose words are Markdown; others are shown as they are written. */
  isMarkdown: { user: boolean; assistant: boolean }
  /** How call-outs look. */
  alerts: 'filled' | 'outlined'
}

export const plainSyntax: Syntax = { isHtml: false, isMath: true }

export const plainDrawing: Drawing = { ...plainSyntax, isMarkdown: { user: true, assistant: true }, alerts: 'filled' }

/** How what is said below is drawn. */
export const MarkdownDrawing = createContext(plainDrawing)

/** The same as an app rules it. */
export function drawingOf({ html, markdown }: Pick<AppHello, 'html' | 'markdown'>): Drawing {
  const { user, assistant, math, alerts } = markdown
  return { isHtml: html, isMath: math, isMarkdown: { user, assistant }, alerts }
}
