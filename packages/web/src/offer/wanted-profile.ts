import type { Client } from '@chatwright/client'

const key = 'chatwright:profile'

/**
 * The profile a new chat is to begin with: the address's `?profile=` for the page's first, else the one that was chosen
 * last. One that the app does not have (any more) is not asked for.
 */
export function wantedProfile(client: Client): string | undefined {
  const wanted = new URLSearchParams(location.search).get('profile') ?? remembered()
  const profiles = client.hello.getSnapshot()?.app.offer.profiles ?? []
  return wanted === null || (profiles.length > 0 && profiles.every(({ id }) => id !== wanted)) ? undefined : wanted
}

/** Remembers a choice on this device. */
export function rememberProfile(profileId: string): void {
  try {
    localStorage.setItem(key, profileId)
  } catch {
    // Forbidden: then it is chosen anew each time.
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
