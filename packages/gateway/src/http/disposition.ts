/** The header that names a file, as every browser takes it: ASCII for the old, and as it is. */
export function disposition(how: 'attachment' | 'inline', name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7E]|["\\%]/gu, '_')
  // A half of a surrogate pair cannot be encoded.
  const whole = name.replaceAll(/[\uD800-\uDFFF]/gu, '_')
  const encoded = encodeURIComponent(whole).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${how}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
