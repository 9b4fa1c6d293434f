import type { FromFrame, JsonObject, ToFrame } from '@chatwright/protocol'
import { Offered } from './offered.ts'

/** What an element knows of its surroundings. */
export interface Surroundings {
  props: JsonObject
  isAsking: boolean
  /** The page's language, as a BCP 47 tag. */
  locale: string
}

/** A call without its number. */
type Asked =
  Extract<FromFrame, { call: number }> extends infer Call
    ? Call extends { call: number }
      ? Omit<Call, 'call'>
      : never
    : never

type Pending = { resolve(value: unknown): void; reject(error: Error): void }

/** The element's end of the line to the page: one port, given once. There is no other way out of the frame. */
export class Bridge {
  /** What the app can have run in here. */
  readonly offered = new Offered((message) => this.tell(message))
  #now: Surroundings | null = null
  readonly #listeners = new Set<() => void>()
  readonly #pending = new Map<number, Pending>()
  #port: MessagePort | null = null
  #calls = 0

  constructor() {
    addEventListener('message', (event) => {
      const [port] = event.ports
      if (event.source !== parent || this.#port !== null || !port) return
      this.#port = port
      port.addEventListener('message', ({ data }: MessageEvent<ToFrame>) => this.#hear(data))
      port.start()
    })
    parent.postMessage('chatwright:element', '*')
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Null until the page has answered. */
  readonly now = (): Surroundings | null => this.#now

  tell(message: FromFrame): void {
    this.#port?.postMessage(message)
  }

  /** Asks the page for something, and gives what comes of it. */
  call(message: Asked): Promise<unknown> {
    const call = ++this.#calls
    return new Promise((resolve, reject) => {
      this.#pending.set(call, { resolve, reject })
      this.tell({ ...message, call })
    })
  }

  /** Shows other props at once; the page says so again when they are kept, and puts them back when they are not. */
  expect(props: JsonObject): void {
    if (this.#now) this.#show({ ...this.#now, props: { ...this.#now.props, ...props } })
  }

  #show(now: Surroundings): void {
    this.#now = now
    for (const listener of this.#listeners) listener()
  }

  #hear(message: ToFrame): void {
    switch (message.type) {
      case 'surroundings': {
        const { props, isAsking, locale, theme } = message
        const root = document.documentElement
        root.style.colorScheme = theme.scheme
        root.lang = locale
        for (const [name, value] of Object.entries(theme.tokens)) root.style.setProperty(name, value)
        this.#show({ props, isAsking, locale })
        return
      }
      case 'font':
        new FontFace(message.family, message.content, { weight: '100 900' }).load().then(
          (font) => document.fonts.add(font),
          () => {}, // The system's stands in.
        )
        return
      case 'run':
        void this.offered.run(message)
        return
      case 'abort':
        this.offered.abort(message.run)
        return
      case 'result': {
        const pending = this.#pending.get(message.call)
        this.#pending.delete(message.call)
        if (message.error === undefined) pending?.resolve(message.value)
        else pending?.reject(new Error(message.error))
        return
      }
    }
  }
}

/** One for each frame. */
export const bridge = typeof document === 'undefined' ? null : new Bridge()
