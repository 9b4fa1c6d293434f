import { createContext } from 'react'
import type { ThreadView } from '@chatwright/client'

/** The conversation around a text, for places in it that lead to elements. */
export const ShownThread = createContext<ThreadView | null>(null)
