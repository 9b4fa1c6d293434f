/** All that attachments need, in one part of the page that is loaded once the rest is there. */
export { attachmentsOf } from './attachments.ts'
export { AttachButton } from './attach-button.tsx'
export { AttachmentList } from './attachment-list.tsx'
export { DropZone } from './drop-zone.tsx'
