const mostCharacters = 80
/** What names a device on some systems, with any ending. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i

/** The name of a file for a title: nothing in it is a path, a control, or refused by some system. */
export function fileNameFor(title: string | null, ending: string): string {
  const name = (title ?? '')
    // oxlint-disable-next-line no-control-regex -- these are what is to go
    .replaceAll(/[\u0000-\u001F\u007F\u200E\u200F\u202A-\u202E\u2066-\u2069\\/:*?"<>|]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, mostCharacters)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replaceAll(/^[\s.]+|[\s.]+$/g, '')
  return `${name === '' || device.test(name) ? 'conversation' : name}.${ending}`
}
