/** The named character references that are met in prose; the rest is shown as it is written. */
const named: Record<string, string> = {
  Tab: '\t',
  NewLine: '\n',
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', copy: '©', reg: '®', trade: '™', hellip: '…',
  mdash: '—', ndash: '–', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', laquo: '«', raquo: '»', bull: '•',
  middot: '·', deg: '°', plusmn: '±', times: '×', divide: '÷', frac12: '½', frac14: '¼', frac34: '¾', sup2: '²',
  sup3: '³', micro: 'µ', para: '¶', sect: '§', euro: '€', pound: '£', yen: '¥', cent: '¢', larr: '←', rarr: '→',
  uarr: '↑', darr: '↓', harr: '↔', ne: '≠', le: '≤', ge: '≥', infin: '∞', asymp: '≈', equiv: '≡', radic: '√',
  sum: '∑', prod: '∏', alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', lambda: 'λ', mu: 'μ', pi: 'π', sigma: 'σ',
  omega: 'ω', Delta: 'Δ', Omega: 'Ω', check: '✓', emsp: '\u2003', ensp: '\u2002', thinsp: '\u2009', shy: '\u00ad',
  colon: ':', zwj: '\u200d', zwnj: '\u200c',
} // prettier-ignore

/** Text with its character references resolved: `&copy;`, `&#169;`, `&#xa9;`. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{1,8}));/g,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return named[name as string] ?? whole
      const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal)
      const isScalar = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      return isScalar ? String.fromCodePoint(code) : '\ufffd'
    },
  )
}
