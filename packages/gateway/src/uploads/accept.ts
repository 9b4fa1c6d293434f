/** Whether a MIME type is among those that are wanted: `text/plain`, `image/*`; an empty list wants anything. */
export function isAccepted(type: string, accept: readonly string[]): boolean {
  const plain = type.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return (
    accept.length === 0 ||
    accept.some((pattern) => {
      const wanted = pattern.toLowerCase()
      return wanted === '*/*' || wanted === plain || (wanted.endsWith('/*') && plain.startsWith(wanted.slice(0, -1)))
    })
  )
}
