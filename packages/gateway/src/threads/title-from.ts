const longest = 60

/**
 * A title for a thread that begins with this text: its first line of words, without the mark of a heading, cut at a word
 * past 60 characters. Lines that open a fence or a call-out are no words.
 */
export function titleFrom(text: string): string {
  const lines = text.trim().split('\n')
  const line = (lines.find(isOfWords) ?? lines[0] ?? '').trim().replace(/^#{1,6} +/, '')
  if (line.length <= longest) return line
  const cut = line.slice(0, longest)
  const atWord = cut.lastIndexOf(' ')
  return `${atWord > longest / 2 ? cut.slice(0, atWord) : cut}…`
}

function isOfWords(line: string): boolean {
  return /[\p{L}\p{N}]/u.test(line) && !/^\s*(?:`{3}|~{3}|:{3})/.test(line)
}
