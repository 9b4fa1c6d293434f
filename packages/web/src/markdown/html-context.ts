import { createContext } from 'react'

/** Whether HTML in Markdown is drawn, as far as it is harmless; else it is text. The app decides. */
export const HtmlAllowed = createContext(false)
