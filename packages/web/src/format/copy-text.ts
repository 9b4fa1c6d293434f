/**
 * Puts text on the clipboard, and beside it the same as HTML for what takes formatted text. Where that is missing or
 * refused, the text alone. Says whether it is there.
 */
export async function copyRich(text: string, html: string): Promise<boolean> {
  try {
    const blob = (content: string, type: string): Blob => new Blob([content], { type })
    const item = { 'text/plain': blob(text, 'text/plain'), 'text/html': blob(html, 'text/html') }
    await navigator.clipboard.write([new ClipboardItem(item)])
    return true
  } catch {
    return copyText(text)
  }
}

/**
 * Puts text on the clipboard, also where the page is not on a secure origin and the browser's own way is missing or
 * refuses. Says whether it is there.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyByField(text)
  }
}

function copyByField(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'sr'
  document.body.append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return isCopied
}
