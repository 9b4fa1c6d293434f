/** What means something wherever it is pasted. All else is taken apart, and its content kept. */
const meaningful = new Set(
  (
    'a b blockquote br code dd del dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li mark ol p pre s strong sub sup table tbody td th ' +
    'thead tr u ul'
  ).split(' '),
)
/** What is of the page and not of the text. */
const ofThePage = 'button, svg, [aria-hidden="true"], .code-head, .caret, .sr, style, script'

/** What is shown in elements as HTML that other programs take: no classes, no styles, nothing that runs. */
export function richText(shown: Iterable<Element>): string {
  return [...shown].map(contentOf).join('\n')
}

function contentOf(node: Node): string {
  return [...node.childNodes].map(htmlOf).join('')
}

function htmlOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.textContent ?? '')
  if (!(node instanceof Element)) return ''
  // A formula as it was written: few programs take any other.
  const source = node.classList.contains('formula') ? node.querySelector('annotation')?.textContent : null
  if (source != null) return escaped(source)
  if (node.matches(ofThePage)) return ''
  const name = node.localName
  if (!meaningful.has(name)) return contentOf(node)
  if (name === 'br' || name === 'hr') return `<${name}>`
  return `<${name}${attributesOf(node)}>${contentOf(node)}</${name}>`
}

function attributesOf(element: Element): string {
  if (element instanceof HTMLAnchorElement) {
    return /^(?:https?|mailto):$/.test(element.protocol) ? ` href="${escaped(element.href)}"` : ''
  }
  return element instanceof HTMLOListElement && element.start !== 1 ? ` start="${element.start}"` : ''
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
