/** Words of one line that are no Markdown: a title, a name. */
export function inline(words: string): string {
  return words.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>#|~]/g, '\\$&')
}

/** Code as a block; the fence is longer than any in the code. */
export function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...Array.from(code.matchAll(/`{3,}/g), ([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language.replaceAll(/[^\w+#.-]/g, '')}\n${code}\n${fence}`
}

/** Somebody's Markdown in a document of ours: a block of code that was never closed does not swallow what comes next. */
export function aroundText(text: string): string {
  let open: string | null = null
  for (const line of text.split('\n')) {
    const [, fence, info] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? []
    if (fence === undefined) continue
    if (open === null) open = fence
    else if (fence[0] === open[0] && fence.length >= open.length && info?.trim() === '') open = null
  }
  return open === null ? text : `${text}\n${open}`
}

export function quoted(text: string): string {
  return text.replaceAll(/^/gm, '> ')
}

/** `2026-11-26 17:30 UTC`. */
export function date(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
