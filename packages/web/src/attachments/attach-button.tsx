import { useRef } from 'react'
import { Paperclip } from 'lucide-react'
import type { FileRules } from '@chatwright/protocol'
import { t } from '../elements/words.ts'
import { offeredKinds } from './offered-kinds.ts'
import { IconButton } from '../icons/icon-button.tsx'

interface AttachButtonProps {
  rules: FileRules
  onFiles: (files: File[]) => void
  id?: string
}

/** Lets a person choose files; on phones the camera is among the ways. */
export function AttachButton({ rules, onFiles, id = 'upload-button' }: AttachButtonProps) {
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton icon={Paperclip} label={t('upload.add')} id={id} onClick={() => picker.current?.click()} />
      <input
        ref={picker}
        id={`${id}-input`}
        type="file"
        hidden
        aria-label={t('upload.add')}
        multiple={rules.maxFiles > 1}
        accept={offeredKinds(rules).join(',')}
        onChange={(change) => {
          onFiles([...(change.currentTarget.files ?? [])])
          change.currentTarget.value = ''
        }}
      />
    </>
  )
}
