import { t } from './words.ts'

/** Keeps the place of what is on its way, and says so. `className`: what it will be, where that is no text. */
export function Loading({ className = 'skeleton' }: { className?: string }) {
  return <div className={className} role="progressbar" aria-busy="true" aria-label={t('element.loading')} />
}
