/** Where the page lives below its origin; the server writes it into the page. */
export const base =
  typeof document === 'undefined'
    ? ''
    : (document.querySelector<HTMLMetaElement>('meta[name="chatwright-base"]')?.content ?? '')
