import type { Json } from '../content/json.ts'

/** Something an app wants undone when a run is over, however it ends: by name, so that another host can do it too. */
export interface UndoRecord {
  id: string
  threadId: string
  runId: string
  /** What the app declared it as. */
  name: string
  /** Absent when it was registered without. */
  args?: Json
  /** Its place among those of its run: they are undone from the last to the first. */
  order: number
  /** When it was registered, in milliseconds since 1970. */
  at: number
}

/** What the gateway says to a host about undoing. */
export type UndoToHost =
  /** It is on record: it will be carried out whatever becomes of this host. */
  | { type: 'undo-noted'; undoId: string }
  /** Carry out what a lost host left. Answered with `undone`. */
  | { type: 'undo'; undo: UndoRecord }

/** What a host says to the gateway about undoing. */
export type UndoFromHost =
  | { type: 'undo-add'; undo: UndoRecord }
  /** It was carried out here, or is not wanted any more. */
  | { type: 'undo-drop'; undoId: string }
  /** How an `undo` went. `unknown`: the app declares none of this name. `detail`: for the log. */
  | { type: 'undone'; undoId: string; outcome: 'done' | 'failed' | 'unknown'; detail: string | null }
