import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist'
// oxlint-disable-next-line import/default -- the bundler makes it: where the file is served
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'

// Served with the page: it works offline, and under any path.
GlobalWorkerOptions.workerSrc = new URL(workerUrl, document.baseURI).href

/** How many documents are kept open; a thumbnail and its viewer share one. */
const most = 4
const open = new Map<string, ReturnType<typeof getDocument>>()

/** A PDF. It is fetched by range, so a large one shows its first page before it is here. */
export function loadPdf(url: string): Promise<PDFDocumentProxy> {
  const known = open.get(url)
  if (known) return known.promise
  // Nothing of it may run, and the page's policy lets no WebAssembly in.
  const task = getDocument({
    url: new URL(url, location.href).href,
    isEvalSupported: false,
    useWasm: false,
    disableAutoFetch: true,
  })
  open.set(url, task)
  task.promise.catch(() => open.delete(url))
  const [oldest] = open.keys()
  if (open.size > most && oldest !== undefined) {
    void open.get(oldest)?.destroy()
    open.delete(oldest)
  }
  return task.promise
}
