import type { FilmHost, HostedFilm } from './film-host.ts'

/** What is known of each host: its name, where its player is, and where people look a film up. */
export const filmHosts = {
  youtube: {
    label: 'YouTube',
    // Keeps nothing on the reader's machine until the film plays.
    origin: 'https://www.youtube-nocookie.com',
    playerPath: (film: string) => `/embed/${film}`,
    page: (film: string) => `https://www.youtube.com/watch?v=${film}`,
  },
  vimeo: {
    label: 'Vimeo',
    origin: 'https://player.vimeo.com',
    playerPath: (film: string) => `/video/${film}`,
    page: (film: string) => `https://vimeo.com/${film}`,
  },
} as const satisfies Record<FilmHost, object>

/** The address of a film's player, which begins to play: somebody has pressed for it. */
export function playerUrl({ host, film, player }: HostedFilm): string {
  const { origin, playerPath } = filmHosts[host]
  const told = Object.entries({ ...player, autoplay: '1' }).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  )
  return `${origin}${playerPath(film)}?${told.join('&')}`
}
