import { createContext } from 'react'

/** What the ids of the footnotes of a document begin with. */
export const DocumentId = createContext('')
