import { lazy, Suspense } from 'react'
import type { Element } from '@chatwright/protocol'

const Elements = lazy(() => import('./elements.tsx'))

/**
 * The elements of a message. What shows them is loaded with the first. `ledTo`: the ids of
 * those that a chip in the text leads to.
 */
export function ElementRow(props: { elements: readonly Element[]; threadId: string; ledTo?: ReadonlySet<string> }) {
  if (props.elements.length === 0) return null
  return (
    <Suspense fallback={<div className="els is-loading" aria-hidden="true" />}>
      <Elements {...props} />
    </Suspense>
  )
}
