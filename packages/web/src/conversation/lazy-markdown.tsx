import { lazy, Suspense, type ComponentProps } from 'react'
import { withNamesOnly } from '@chatwright/protocol'

const load = () => import('../markdown/index.ts')
const Loaded = lazy(async () => ({ default: (await load()).Markdown }))

/** Begins to load what draws Markdown, before the first message is there. */
export function preloadMarkdown(): void {
  void load().catch(() => undefined)
}

/** Markdown; plain text for the moment in which what draws it is on its way. The welcome screen does without. */
export function Markdown(props: ComponentProps<typeof Loaded>) {
  return (
    <Suspense fallback={<p className="plain">{readable(props.text)}</p>}>
      <Loaded {...props} />
    </Suspense>
  )
}

/** A reference that has come only in part. */
const partOfRef = /\[(?:\[(?:e(?:l(?::[^\]]*\]?)?)?)?)?$/

/** No reader needs to see how the app refers to something, not even for a moment. */
function readable(text: string): string {
  return withNamesOnly(text).replace(partOfRef, '')
}
