import type { ToFrame } from '@chatwright/protocol'

const url = new URL('../../../fonts/hanken-grotesk-latin-wght-normal.woff2', import.meta.url)
let known: Promise<ToFrame | null> | undefined

/** The font that the page itself has loaded; null when it cannot be had, and the system's stands in. */
export function frameFont(): Promise<ToFrame | null> {
  return (known ??= fetch(url)
    .then(async (response): Promise<ToFrame | null> => {
      if (!response.ok) return null
      return { type: 'font', family: 'Hanken Grotesk Variable', content: await response.arrayBuffer() }
    })
    .catch(() => null))
}
