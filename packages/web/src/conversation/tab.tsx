import { useEffect } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useHello, useSelected, useStop } from '@chatwright/client/react'
import { t } from '../i18n/t.ts'

/** The tab's title and icon: the thread's name, and whether it works. */
export function Tab({ view }: { view: ThreadView }) {
  const { isShown } = useStop(view)
  const hello = useHello()
  const title = useSelected(view, (snapshot) => snapshot.state.title) ?? hello?.app.name ?? ''
  useEffect(() => {
    document.title = isShown ? t('title.working', { title }) : title
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    const name = isShown ? 'favicon-running.svg' : 'favicon.svg'
    if (icon && !icon.href.endsWith(name)) icon.href = name
  }, [isShown, title])
  return null
}
