import { createContext, useContext } from 'react'

/** Shows an element where it belongs: in the side panel, or on a page of its own. */
export type OpenElement = (elementId: string) => void

export const OpenElementContext = createContext<OpenElement>(() => {})

export function useOpenElement(): OpenElement {
  return useContext(OpenElementContext)
}
