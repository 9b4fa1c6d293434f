export function count(text: string): { words: number; longest: string } {
  const words = text.split(/\s+/).filter(Boolean)
  return { words: words.length, longest: words.toSorted((a, b) => b.length - a.length)[0] ?? '' }
}
