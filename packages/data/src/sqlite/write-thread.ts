import type { ThreadWrite } from '@chatwright/gateway/ports'
import { foldCase } from '../queries/fold-case.ts'
import type { Statements } from '../queries/statements.ts'
import { toMessageRow, toPieceRow, toRunRow, toStepRow } from '../schema/rows.ts'
import type { SqliteDatabase } from './driver/sqlite-database.ts'

/** Writes what changed in a thread, whole or not at all. */
export function writeThread(database: SqliteDatabase, statements: Statements, write: ThreadWrite): void {
  const { threadId } = write
  const fences = new Map<string, boolean>()
  const isFenced = (runId: string): boolean => {
    const known = fences.get(runId)
    if (known !== undefined) return known
    const fenced = database.all(statements.fencedRun({ thread_id: threadId, id: runId })).length > 0
    fences.set(runId, fenced)
    return fenced
  }
  database.transaction(() => {
    database.run(
      statements.putThread({
        id: threadId,
        user_id: write.userId,
        title: write.title,
        title_folded: write.title === null ? null : foldCase(write.title),
        seq: write.seq,
        branch_id: write.branchId,
        created_at: write.createdAt,
        updated_at: write.updatedAt,
      }),
    )
    // Removals come first, so that something taken back and shown again gets its new position.
    for (const id of write.removedMessages) database.run(statements.removeMessage({ thread_id: threadId, id }))
    for (const id of write.removedSteps) database.run(statements.removeStep({ thread_id: threadId, id }))
    for (const { kind, id } of write.removedPieces)
      database.run(statements.removePiece({ thread_id: threadId, kind, id }))
    for (const message of write.messages) {
      if (message.item.runId !== null && isFenced(message.item.runId)) continue
      database.run(statements.putMessage(toMessageRow(threadId, message)))
    }
    for (const step of write.steps) {
      if (!isFenced(step.item.runId)) database.run(statements.putStep(toStepRow(threadId, step)))
    }
    for (const piece of write.pieces) database.run(statements.putPiece(toPieceRow(threadId, piece)))
    // Runs come last: this write may fence one, and what it holds of that run was shown before the fence.
    for (const run of write.runs) database.run(statements.putRun(toRunRow(threadId, run)))
    if (write.values) {
      database.run(statements.putValues({ thread_id: threadId, data: JSON.stringify(write.values) }))
    }
  })
}
