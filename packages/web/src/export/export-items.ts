import { Braces, FileDown } from 'lucide-react'
import { base } from '../app/base.ts'
import { t } from '../i18n/t.ts'
import type { MenuItem } from '../menu/menu-button.tsx'

/** Ways to save a whole thread as a file. */
export function exportItems(threadId: string): MenuItem[] {
  const address = (format: string): string => `${base}/api/threads/${threadId}/export?format=${format}`
  return [
    { icon: FileDown, label: t('thread.exportMarkdown'), href: address('markdown') },
    { icon: Braces, label: t('thread.exportJson'), href: address('json') },
  ]
}
