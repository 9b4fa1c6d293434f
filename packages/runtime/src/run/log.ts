import type { JsonObject } from '@chatwright/protocol'

/** Writes one line to the host's log. `fields` carry ids, never the text of messages. */
export type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: JsonObject) => void
