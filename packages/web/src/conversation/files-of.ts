import type { Said } from '@chatwright/client'
import type { FileInfo } from '@chatwright/protocol'
import type { Attachment } from '../attachments/attachments.ts'
import { fileUrl } from '../elements/file-url.ts'

/** What is attached to something that was said, as a list of attachments shows it. Their keys are no others' keys. */
export function filesOf({ elements }: Said, threadId: string): (Attachment & { info: FileInfo })[] {
  return elements.flatMap((element, at) => {
    const { source, name } = element
    if (source.type !== 'file') return []
    const { file: info } = source
    const preview = info.type.startsWith('image/') ? fileUrl(threadId, element) : null
    return [{ key: -1 - at, name, state: 'ready', part: 1, error: null, info, preview, canRetry: false }]
  })
}
