import { t } from '../i18n/t-later.ts'
import { PopRows } from './pop-list.tsx'
import type { Slash } from './use-slash.ts'

/** The commands that match what is typed behind `/`. The focus stays in the text. */
export default function SlashMenu({ slash }: { slash: Slash }) {
  return (
    <PopRows
      id="slash-menu"
      label={t('commands.label')}
      role="listbox"
      items={slash.matches}
      at={slash.at}
      onPoint={slash.setAt}
      onChoose={slash.choose}
    />
  )
}
