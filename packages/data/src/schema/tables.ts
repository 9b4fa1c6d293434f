/**
 * The tables as queries see them; `migrations/` makes them. Times are milliseconds since 1970, columns that hold JSON
 * hold it as text, booleans are 0 and 1.
 *
 * Rows of a thread are found by thread *and* id: an id is made by a client, and one that stands in somebody else's
 * thread must not reach it. `position` is the number of the event that first showed the row.
 */
export interface Tables {
  threads: ThreadRow
  runs: RunRow
  messages: MessageRow
  steps: StepRow
  pieces: PieceRow
  thread_values: ValuesRow
  undos: UndoRow
  favorites: FavoriteRow
}

export interface ThreadRow {
  id: string
  user_id: string
  title: string | null
  /** The title as searches compare it; see `foldCase`. */
  title_folded: string | null
  seq: number
  /** The branch that is shown. */
  branch_id: string | null
  created_at: number
  updated_at: number
}

interface PlacedRow {
  thread_id: string
  id: string
  position: number
}

export interface RunRow extends PlacedRow {
  kind: string
  state: string
  message_id: string | null
  action_id: string | null
  branch_id: string | null
  started_at: number
  ended_at: number | null
  cause: string | null
  /** JSON. */
  notice: string | null
  /** JSON. */
  error: string | null
}

export interface MessageRow extends PlacedRow {
  run_id: string | null
  parent_id: string | null
  role: string
  author: string
  text: string
  language: string | null
  status: string
  is_error: number
  created_at: number
  /** JSON: command, args and modes, those that there are; null where there are none. */
  composed: string | null
  /** JSON. */
  metadata: string
  /** JSON. */
  tags: string
}

export interface StepRow extends PlacedRow {
  run_id: string
  parent_id: string | null
  name: string
  type: string
  status: string
  can_stop: number
  input_text: string
  input_language: string | null
  output_text: string
  output_language: string | null
  /** JSON: a boolean or a language. */
  show_input: string
  default_open: number
  auto_collapse: number
  icon: string | null
  started_at: number
  ended_at: number | null
  /** JSON. */
  metadata: string
  /** JSON. */
  tags: string
}

/** One of a thread's smaller things; `kind` is a list of the thread's state. */
export interface PieceRow extends PlacedRow {
  kind: string
  /** JSON. */
  data: string
}

/** What the app keeps for a thread. */
export interface ValuesRow {
  thread_id: string
  /** JSON. */
  data: string
}

/** Something an app wants undone. */
export interface UndoRow {
  id: string
  thread_id: string
  run_id: string
  name: string
  /** JSON, or null when there are none. */
  args: string | null
  /** Its place among those of its run. */
  place: number
  created_at: number
}

/** Something a person marked to say again. */
export interface FavoriteRow {
  user_id: string
  /** The message's. */
  id: string
  thread_id: string
  text: string
  created_at: number
}
