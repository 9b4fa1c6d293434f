/** What browsers and Node both have; stated here so that the protocol needs the types of neither. */
declare const crypto: { randomUUID?: () => string; getRandomValues(bytes: Uint8Array): Uint8Array }

/**
 * A new random UUID (version 4).
 *
 * Works where `crypto.randomUUID` does not: browsers offer that one on HTTPS and localhost only, and a chat opened over
 * a plain LAN address must work too.
 */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
