import type { Said, ThreadView } from '@chatwright/client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useCommand } from '../app/use-command.ts'
import { t } from '../i18n/t.ts'
import { IconButton } from '../icons/icon-button.tsx'

/** Leads to the other ways the conversation took here: "‹ 2 of 2 ›". */
export function Ways({ ways, view }: { ways: NonNullable<Said['ways']>; view: ThreadView }) {
  const { isBusy, press } = useCommand()
  const { branchIds, shown } = ways
  const go = (at: number) => () => press(() => view.commands.switchBranch(branchIds[at] ?? null))
  return (
    <span className="ways" role="group" aria-label={t('ways.label')}>
      <IconButton
        icon={ChevronLeft}
        label={t('ways.before')}
        isSmall
        disabled={isBusy || shown === 0}
        onClick={go(shown - 1)}
      />
      <span className="num">{t('ways.of', { at: shown + 1, all: branchIds.length })}</span>
      <IconButton
        icon={ChevronRight}
        label={t('ways.after')}
        isSmall
        disabled={isBusy || shown === branchIds.length - 1}
        onClick={go(shown + 1)}
      />
    </span>
  )
}
