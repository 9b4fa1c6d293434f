/** What an undo is told besides its arguments. */
export interface UndoInfo {
  readonly threadId: string
  /** The run that registered it. */
  readonly runId: string
  /** When that was, in milliseconds since 1970. */
  readonly registeredAt: number
  /** Whether the run's worker was lost: this is another one, and what was only in memory is gone. */
  readonly isRecovery: boolean
  /** Aborted when its time is over, 5 s after its start. */
  readonly signal: AbortSignal
}

/** Carries out an undo. May run twice in rare cases: see `app.undo`. */
export type UndoHandler<Args> = (args: Args, info: UndoInfo) => unknown

/** What `app.undo` gives: the name of an undo, with the type of what it takes. */
export interface UndoDeclaration<Args> {
  readonly name: string
  /** There for the type only; never set. */
  readonly takes?: (args: Args) => void
}

/** What `chat.deferUndo` gives. */
export interface RegisteredUndo {
  readonly name: string
  /** It is not to be undone any more. Does nothing once it is being undone, and when called again. */
  cancel(): void
}

/** How an undo's arguments are passed: left out where it takes none. */
export type UndoArgs<Args> = undefined extends Args ? [args?: Args] : [args: Args]
