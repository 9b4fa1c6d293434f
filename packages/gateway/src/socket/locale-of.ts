/** The page's language, as its handshake says it. */
export function localeOf(auth: Record<string, unknown>): string {
  const locale = auth['locale']
  return typeof locale === 'string' && /^[A-Za-z0-9-]{2,35}$/.test(locale) ? locale : 'en'
}
