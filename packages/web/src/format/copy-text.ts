/** Puts text on the clipboard, also where the page is not on a secure origin and the browser's own way is missing. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text)
    return
  }
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'sr'
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}
