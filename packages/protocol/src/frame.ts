import type { Json, JsonObject } from './content/json.ts'

/** The heights that the frame of a custom element may have, in CSS pixels. Higher ones scroll. */
export const frameHeights = { least: 8, most: 4_000 } as const

/** What the page tells the frame of a custom element. */
export type ToFrame =
  | { type: 'surroundings'; props: JsonObject; isAsking: boolean; locale: string; theme: FrameTheme }
  /** The page's font: a frame can fetch none. */
  | { type: 'font'; family: string; content: ArrayBuffer }
  /** What came of a call. */
  | { type: 'result'; call: number; value?: Json; error?: string }
  /** The app wants one of its functions; answered with `returned`. */
  | { type: 'run'; run: number; name: string; args: Json }
  /** Nobody waits for that any more. */
  | { type: 'abort'; run: number }

/** How the page looks: light or dark, and its tokens, by their names. */
export interface FrameTheme {
  scheme: 'light' | 'dark'
  tokens: Record<string, string>
}

/** What the frame of a custom element tells the page. Those with a number are answered under it. */
export type FromFrame =
  /** In CSS pixels. */
  | { type: 'size'; height: number }
  /** Something failed, and it goes on; or its component cannot be drawn any more. */
  | { type: 'failed' | 'broken'; message: string }
  /** The functions that it has now. */
  | { type: 'functions'; names: string[] }
  /** What came of one. */
  | { type: 'returned'; run: number; value?: Json; error?: string }
  | { type: 'update'; call: number; props: JsonObject }
  | { type: 'remove'; call: number }
  | { type: 'action'; call: number; name: string; payload: JsonObject }
  | { type: 'send'; call: number; text: string; command?: string; args?: JsonObject }
  | { type: 'submit'; call: number; value: Json }
  | { type: 'cancel'; call: number }
