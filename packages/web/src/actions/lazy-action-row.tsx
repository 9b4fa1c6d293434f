import { lazy, Suspense, type ComponentProps } from 'react'

const Row = lazy(() => import('./action-row.tsx'))

/** Buttons under a message, loaded with the first. */
export function ActionRow(props: ComponentProps<typeof Row>) {
  return (
    <Suspense fallback={null}>
      <Row {...props} />
    </Suspense>
  )
}
