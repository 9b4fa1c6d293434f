import { ChatwrightError, hostedFilm, type HostedFilm } from '@chatwright/protocol'

/** What a host's player is told, under that host's names: `{ start: 90 }` for YouTube, `{ color: 'ff0000' }` for Vimeo. */
export type PlayerOptions = Record<string, string | number | boolean>

type Found = Pick<HostedFilm, 'host' | 'film' | 'player'>

const youtubeNames = /^(?:www\.|m\.|music\.)?(?:youtube\.com|youtube-nocookie\.com)$/

/**
 * The film that an address names at a host whose player is known; null for every other address. Throws `bad_option` for
 * an address there that names none, and for what no player can be told.
 */
export function hostedFilmAt(url: string | URL | undefined, player: PlayerOptions | undefined): HostedFilm | null {
  const address = url !== undefined && URL.canParse(String(url)) ? new URL(url) : null
  const found = address && /^https?:$/.test(address.protocol) ? (youtube(address) ?? vimeo(address)) : null
  if (!found) {
    if (player === undefined) return null
    throw new ChatwrightError('bad_option', 'video: player: this film has a player of the browser’s own.', {
      fix: 'Leave player out; it is for films at YouTube and Vimeo.',
    })
  }
  const given = Object.entries(player ?? {}).map(([name, value]) => [name, toText(value)] as const)
  const film = { type: 'film', ...found, player: { ...found.player, ...Object.fromEntries(given) } }
  const checked = hostedFilm.safeParse(film)
  if (checked.success && given.length <= 20) return checked.data
  throw new ChatwrightError(
    'bad_option',
    `video: ${String(url)}: its id, or what its player is told, makes no sense.`,
    {
      fix: 'Give the address of one film, and for the player at most 20 names with short texts, numbers, true or false.',
    },
  )
}

function youtube({ hostname, pathname, searchParams }: URL): Found | null {
  const [, first = '', second = ''] = pathname.split('/')
  const isShort = hostname === 'youtu.be'
  if (!isShort && !youtubeNames.test(hostname)) return null
  const inPath = isShort ? first : ['embed', 'shorts', 'live', 'v'].includes(first) ? second : ''
  const film = inPath || (first === 'watch' ? (searchParams.get('v') ?? '') : '')
  if (film === '') throw noFilm('https://www.youtube.com/watch?v=…')
  const start = seconds(searchParams.get('t') ?? searchParams.get('start'))
  return { host: 'youtube', film, player: start === null ? {} : { start } }
}

function vimeo({ hostname, pathname, searchParams }: URL): Found | null {
  if (!/^(?:www\.|player\.)?vimeo\.com$/.test(hostname)) return null
  const parts = pathname.split('/').filter((part) => part !== '' && part !== 'video')
  const at = parts.findIndex((part) => /^\d+$/.test(part))
  const film = parts[at]
  if (film === undefined) throw noFilm('https://vimeo.com/…')
  // A film that is not listed is shown to who has the key behind its id.
  const key = searchParams.get('h') ?? parts[at + 1]
  return { host: 'vimeo', film, player: key === undefined ? {} : { h: key } }
}

/** `90`, `90s` or `1h2m3s`, in seconds. */
function seconds(time: string | null): string | null {
  const [, hours, minutes, rest] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(time ?? '') ?? []
  if (hours === undefined && minutes === undefined && rest === undefined) return null
  return String(Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(rest ?? 0))
}

/** As it stands in an address; undefined, which is no text, for what none can be made of. */
function toText(value: unknown): string | undefined {
  if (typeof value === 'boolean') return String(Number(value))
  return typeof value === 'string' || Number.isFinite(value) ? String(value) : undefined
}

function noFilm(example: string): ChatwrightError {
  return new ChatwrightError('bad_option', 'video: this address names no film.', {
    fix: `Give the address of one, as ${example}`,
  })
}
