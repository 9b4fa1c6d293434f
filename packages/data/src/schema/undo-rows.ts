import type { Json, UndoRecord } from '@chatwright/protocol'
import type { UndoRow } from './tables.ts'

export function toUndoRow({ id, threadId, runId, name, args, order, at }: UndoRecord): UndoRow {
  return {
    id,
    thread_id: threadId,
    run_id: runId,
    name,
    args: args === undefined ? null : JSON.stringify(args),
    place: order,
    created_at: at,
  }
}

export function fromUndoRow(row: UndoRow): UndoRecord {
  return {
    id: row.id,
    threadId: row.thread_id,
    runId: row.run_id,
    name: row.name,
    ...(row.args === null ? {} : { args: JSON.parse(row.args) as Json }),
    order: row.place,
    at: row.created_at,
  }
}
