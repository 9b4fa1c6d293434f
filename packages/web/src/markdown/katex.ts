import { render } from 'katex'
import 'katex/dist/katex.min.css'

/** Typesets a formula into an element. */
export type Katex = (text: string, element: HTMLElement, isDisplay: boolean) => void

/**
 * Builds nodes and sets their styles one by one, which a content policy without inline styles allows. A formula gets no
 * links, pictures or attributes of its own, and no more than so many macro expansions and so much size. Throws what is
 * wrong with a formula: KaTeX's own way to show it is an inline style.
 */
export const katex: Katex = (text, element, isDisplay) =>
  render(text, element, {
    displayMode: isDisplay,
    output: 'htmlAndMathml',
    trust: false,
    throwOnError: true,
    strict: 'ignore',
    maxExpand: 500,
    maxSize: 20,
  })
