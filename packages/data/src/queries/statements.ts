import type { EndedState, RunState } from '@chatwright/protocol'
import { sql, type Kysely } from 'kysely'
import type { MessageRow, PieceRow, RunRow, StepRow, Tables, ThreadRow, ValuesRow } from '../schema/tables.ts'
import { favoriteStatements } from './favorite-statements.ts'
import { prepare } from './prepare.ts'
import { undoStatements } from './undo-statements.ts'

/** A run that the store holds in one of these is fenced: what it left is not touched again. */
const fencedStates: EndedState[] = ['stopped', 'lost']
const openStates: Exclude<RunState, EndedState>[] = ['queued', 'held', 'running', 'waiting', 'stopping']

type OfThread = { thread_id: string }
type Place = OfThread & { id: string }

/** The queries whose shape does not depend on what is asked. */
export type Statements = ReturnType<typeof createStatements>

export function createStatements(db: Kysely<Tables>) {
  return {
    ...threadStatements(db),
    ...itemStatements(db),
    ...pieceStatements(db),
    ...undoStatements(db),
    ...favoriteStatements(db),
    putRun: prepare<RunRow>((row) =>
      db
        .insertInto('runs')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['thread_id', 'id'])
            .doUpdateSet(replaced(row))
            // Else a later write could take a fence down.
            .where('runs.state', 'not in', fencedStates),
        ),
    ),
    runs: prepare<OfThread>(({ thread_id }) =>
      db.selectFrom('runs').selectAll().where('thread_id', '=', thread_id).orderBy('position').orderBy('id'),
    ),
    /** The run, if it is fenced. */
    fencedRun: prepare<Place>(({ thread_id, id }) =>
      db
        .selectFrom('runs')
        .select('id')
        .where('thread_id', '=', thread_id)
        .where('id', '=', id)
        .where('state', 'in', fencedStates),
    ),
    threadsWithOpenRuns: prepare<object>(() =>
      db.selectFrom('runs').select('thread_id').distinct().where('state', 'in', openStates),
    ),
  }
}

function threadStatements(db: Kysely<Tables>) {
  return {
    /** A thread's owner and birth are settled when it is first written. */
    putThread: prepare<ThreadRow>((row) =>
      db
        .insertInto('threads')
        .values(row)
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({
            title: row.title,
            title_folded: row.title_folded,
            branch_id: row.branch_id,
            seq: row.seq,
            updated_at: row.updated_at,
          }),
        ),
    ),
    putValues: prepare<ValuesRow>((row) =>
      db
        .insertInto('thread_values')
        .values(row)
        .onConflict((conflict) => conflict.column('thread_id').doUpdateSet({ data: row.data })),
    ),
    thread: prepare<{ id: string }>(({ id }) => db.selectFrom('threads').selectAll().where('id', '=', id)),
    values: prepare<OfThread>(({ thread_id }) =>
      db.selectFrom('thread_values').select('data').where('thread_id', '=', thread_id),
    ),
    /** What belongs to the thread goes with it, by its keys. */
    removeThread: prepare<{ id: string }>(({ id }) => db.deleteFrom('threads').where('id', '=', id)),
  }
}

function itemStatements(db: Kysely<Tables>) {
  const isFenced = (table: 'messages' | 'steps') =>
    db
      .selectFrom('runs')
      .select('runs.id')
      .where('runs.thread_id', '=', sql.ref<string>(`${table}.thread_id`))
      .where('runs.id', '=', sql.ref<string>(`${table}.run_id`))
      .where('runs.state', 'in', fencedStates)

  return {
    putMessage: prepare<MessageRow>((row) =>
      db
        .insertInto('messages')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['thread_id', 'id'])
            .doUpdateSet(replaced(row))
            .where(({ not, exists }) => not(exists(isFenced('messages')))),
        ),
    ),
    putStep: prepare<StepRow>((row) =>
      db
        .insertInto('steps')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['thread_id', 'id'])
            .doUpdateSet(replaced(row))
            .where(({ not, exists }) => not(exists(isFenced('steps')))),
        ),
    ),
    messages: prepare<OfThread>(({ thread_id }) =>
      db.selectFrom('messages').selectAll().where('thread_id', '=', thread_id).orderBy('position').orderBy('id'),
    ),
    steps: prepare<OfThread>(({ thread_id }) =>
      db.selectFrom('steps').selectAll().where('thread_id', '=', thread_id).orderBy('position').orderBy('id'),
    ),
    removeMessage: prepare<Place>(({ thread_id, id }) =>
      db
        .deleteFrom('messages')
        .where('thread_id', '=', thread_id)
        .where('id', '=', id)
        .where(({ not, exists }) => not(exists(isFenced('messages')))),
    ),
    removeStep: prepare<Place>(({ thread_id, id }) =>
      db
        .deleteFrom('steps')
        .where('thread_id', '=', thread_id)
        .where('id', '=', id)
        .where(({ not, exists }) => not(exists(isFenced('steps')))),
    ),
  }
}

function pieceStatements(db: Kysely<Tables>) {
  return {
    putPiece: prepare<PieceRow>((row) =>
      db
        .insertInto('pieces')
        .values(row)
        .onConflict((conflict) => conflict.columns(['thread_id', 'kind', 'id']).doUpdateSet({ data: row.data })),
    ),
    pieces: prepare<OfThread>(({ thread_id }) =>
      db.selectFrom('pieces').selectAll().where('thread_id', '=', thread_id).orderBy('position').orderBy('id'),
    ),
    removePiece: prepare<Place & { kind: string }>(({ thread_id, kind, id }) =>
      db.deleteFrom('pieces').where('thread_id', '=', thread_id).where('kind', '=', kind).where('id', '=', id),
    ),
  }
}

/** What a row that is there already takes over: all but its place. */
function replaced<Row extends Place & { position: number }>(row: Row): Omit<Row, keyof Place | 'position'> {
  const { thread_id: _thread, id: _id, position: _position, ...rest } = row
  return rest
}
