import { useEffect, useState } from 'react'
import type { Element } from '@chatwright/protocol'
import { fileUrl } from './file-url.ts'

/** The text of an element: undefined while it is fetched, null when it cannot be. */
export function useElementText(threadId: string, element: Element): string | null | undefined {
  const { source } = element
  const [fetched, setFetched] = useState<{ url: string; text: string | null } | null>(null)
  const url = fileUrl(threadId, element)
  useEffect(() => {
    if (url === null) return
    const abort = new AbortController()
    void fetch(url, { signal: abort.signal })
      .then(async (response) => (response.ok ? response.text() : null))
      .catch(() => null)
      .then((text) => {
        if (!abort.signal.aborted) setFetched({ url, text })
      })
    return () => abort.abort()
  }, [url])
  if (source.type === 'text') return source.text
  return fetched?.url === url ? fetched.text : undefined
}
