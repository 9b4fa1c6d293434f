import type { Client, PageFunction } from '@chatwright/client'

/** What a script in the page finds as `window.chatwright`. */
export interface PageApi {
  /** Offers a function to the app, for `chat.page.call`. Gives the way to take it back. Throws `bad_option`. */
  registerFunction(name: string, run: PageFunction): () => void
}

export function offerPageApi({ functions }: Client): void {
  const api: PageApi = { registerFunction: (name, run) => functions.register(name, run) }
  Object.defineProperty(globalThis, 'chatwright', { value: Object.freeze(api) })
}
