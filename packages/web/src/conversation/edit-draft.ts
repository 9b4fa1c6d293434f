/** What the person said, as they are changing it. `dropped`: the ids of files that are to go with it no more. */
export interface EditDraft {
  isOpen: boolean
  text: string
  dropped: string[]
}

/** Nobody changes it. */
export const notEdited: EditDraft = { isOpen: false, text: '', dropped: [] }
