/**
 * SQLite keeps text as UTF-8 and both drivers hand it over as C strings: what follows a NUL is lost on the way back,
 * and half a surrogate pair becomes U+FFFD. Chats hold both (a model's tokens may split an emoji). So such a code unit
 * is written as U+FDD0, which Unicode keeps out of all text, and four hexadecimal digits; so is U+FDD0 itself. All other
 * text stands in the file as it is.
 */
const marker = '\uFDD0'
const awkward = /[\0\uFDD0\uD800-\uDFFF]/u
const everyAwkward = /[\0\uFDD0\uD800-\uDFFF]/gu
const everyMarked = /\uFDD0([0-9a-f]{4})/g

export function encodeText(text: string): string {
  if (!awkward.test(text)) return text
  return text.replaceAll(everyAwkward, (unit) => marker + unit.charCodeAt(0).toString(16).padStart(4, '0'))
}

export function decodeText(text: string): string {
  if (!text.includes(marker)) return text
  return text.replaceAll(everyMarked, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}
