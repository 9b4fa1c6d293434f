import type { StoredThread } from '@chatwright/gateway/ports'
import type { JsonObject } from '@chatwright/protocol'
import type { Statements } from '../queries/statements.ts'
import { fromMessageRow, fromPieceRows, fromRunRow, fromStepRow } from '../schema/rows.ts'
import type { MessageRow, PieceRow, RunRow, StepRow, ThreadRow, ValuesRow } from '../schema/tables.ts'
import type { SqliteDatabase } from './driver/sqlite-database.ts'

/** A thread as it was last written, or null. */
export function readThread(database: SqliteDatabase, statements: Statements, threadId: string): StoredThread | null {
  const thread = database.all<ThreadRow>(statements.thread({ id: threadId }))[0]
  if (!thread) return null
  const ofThread = { thread_id: threadId }
  const values = database.all<ValuesRow>(statements.values(ofThread))[0]
  return {
    userId: thread.user_id,
    createdAt: thread.created_at,
    updatedAt: thread.updated_at,
    state: {
      id: threadId,
      seq: thread.seq,
      title: thread.title,
      messages: database.all<MessageRow>(statements.messages(ofThread)).map(fromMessageRow),
      steps: database.all<StepRow>(statements.steps(ofThread)).map(fromStepRow),
      runs: database.all<RunRow>(statements.runs(ofThread)).map(fromRunRow),
      ...fromPieceRows(database.all<PieceRow>(statements.pieces(ofThread))),
      calls: [],
      branchId: thread.branch_id,
    },
    values: values ? (JSON.parse(values.data) as JsonObject) : {},
  }
}
