import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist'
// oxlint-disable-next-line import/default -- the bundler makes it: where the file is served
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'

// Served with the page: it works offline, and under any path.
GlobalWorkerOptions.workerSrc = new URL(workerUrl, document.baseURI).href

/** A document that somebody shows, until they give it back. */
export interface OpenPdf {
  pdf: Promise<PDFDocumentProxy>
  /** Once, when it is shown no more. */
  giveBack: () => void
}

interface Kept {
  task: ReturnType<typeof getDocument>
  users: number
}

/** How many documents are kept open that nobody shows; a thumbnail and the viewer it opens share one. */
const mostIdle = 4
/** By address; who was taken last stands last. */
const kept = new Map<string, Kept>()

/** Opens a PDF. It is fetched by range, so a large one shows its first page before it is here. */
export function openPdf(url: string): OpenPdf {
  const one = kept.get(url) ?? { task: load(url), users: 0 }
  one.users++
  kept.delete(url)
  kept.set(url, one)
  // What could not be opened is asked for anew by the next.
  one.task.promise.catch(() => {
    if (kept.get(url) === one) kept.delete(url)
    void one.task.destroy()
  })
  const giveBack = (): void => {
    one.users--
    closeIdle()
  }
  return { pdf: one.task.promise, giveBack }
}

function load(url: string): Kept['task'] {
  // Nothing of it may run, and the page's policy lets no WebAssembly in.
  return getDocument({
    url: new URL(url, location.href).href,
    isEvalSupported: false,
    useWasm: false,
    disableAutoFetch: true,
  })
}

function closeIdle(): void {
  const idle = [...kept].filter(([, { users }]) => users === 0)
  for (const [url, { task }] of idle.slice(0, Math.max(0, idle.length - mostIdle))) {
    kept.delete(url)
    void task.destroy()
  }
}
