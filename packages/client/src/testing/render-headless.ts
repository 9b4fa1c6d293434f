import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'

/** A rendering of components that put nothing on the page; it ends with its scope. */
export interface Headless extends AsyncDisposable {
  /** Runs `work` and all that it makes React do. */
  act(work: () => void | Promise<void>): Promise<void>
}

/**
 * Renders components that render `null` with React's own renderer, effects and all, and no DOM: React is given the few
 * things of a page that it looks at before the first element.
 */
export async function renderHeadless(node: ReactNode): Promise<Headless> {
  const globals = globalThis as Record<string, unknown>
  const page = Object.assign(new EventTarget(), { nodeType: 9, activeElement: null })
  const container = Object.assign(new EventTarget(), {
    nodeType: 1,
    tagName: 'DIV',
    ownerDocument: page,
    textContent: '',
  })
  const names = ['window', 'document', 'HTMLIFrameElement', 'IS_REACT_ACT_ENVIRONMENT']
  const before = names.map((name) => [name, globals[name]] as const)
  Object.assign(globals, {
    window: globalThis,
    document: page,
    HTMLIFrameElement: EventTarget,
    IS_REACT_ACT_ENVIRONMENT: true,
  })
  const root = createRoot(container as unknown as Element)
  await act(async () => root.render(node))
  return {
    act: (work) => act(async () => work()),
    async [Symbol.asyncDispose]() {
      await act(async () => root.unmount())
      for (const [name, value] of before) globals[name] = value
    },
  }
}
