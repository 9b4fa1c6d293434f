import { z } from 'zod'

/** Whose player shows a film that is not served from here. */
export const filmHost = z.enum(['youtube', 'vimeo'])
export type FilmHost = z.infer<typeof filmHost>

/** A film at another host: its id there, and what its player is told, as that host names it. */
export const hostedFilm = z.object({
  type: z.literal('film'),
  host: filmHost,
  film: z.string().regex(/^[\w-]{1,64}$/),
  player: z.record(z.string().regex(/^[a-z][\w]{0,39}$/i), z.string().max(200)),
})
export type HostedFilm = z.infer<typeof hostedFilm>
