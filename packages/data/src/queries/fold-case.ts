/**
 * Text as searches compare it: letters that differ only in case are the same in every script, also where case changes
 * the length (ß, ẞ and SS) or depends on the place (σ and ς), and so are the two ways to write an accent.
 */
export function foldCase(text: string): string {
  return text.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC')
}
