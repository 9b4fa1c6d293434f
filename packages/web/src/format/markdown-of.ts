import type { Message } from '@chatwright/protocol'

/** What a message says as Markdown: as it was written; code as one block. */
export function markdownOf({ text, language }: Pick<Message, 'text' | 'language'>): string {
  return language === null ? text : fenced(text, language)
}

/** Code as a block; the fence is longer than any in the code. */
export function fenced(code: string, language: string): string {
  if (code.startsWith('```')) return code
  const longest = Math.max(2, ...Array.from(code.matchAll(/`{3,}/g), ([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${code}\n${fence}`
}
