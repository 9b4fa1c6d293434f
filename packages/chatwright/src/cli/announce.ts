import type { ResolvedConfig } from '../config/options.ts'

/** The one line a server says when it is up, and a second one where the app shares its thread. */
export function announce(url: string, { isolation }: Pick<ResolvedConfig, 'isolation'>): void {
  console.log(`Chatwright is at ${url} (ready in ${Math.round(performance.now())} ms)`)
  if (isolation === 'inline') {
    console.log(
      'The app runs in the server’s own thread: code that blocks it cannot be stopped, and holds up everybody.',
    )
  }
}
