import type { ThreadQuery } from '@chatwright/gateway/ports'
import type { ThreadSummary } from '@chatwright/protocol'
import { sql, type Expression, type ExpressionBuilder, type Kysely, type SqlBool } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { foldCase } from './fold-case.ts'

/** A row of a person's list. */
export interface ListedRow {
  id: string
  title: string | null
  created_at: number
  updated_at: number
  activity: string
  /** JSON: the part of its setup that says so; null where there is no choice. */
  profile: string | null
  open_asks: number
}

/** One page and one row more: that one tells whether there is a next page. */
export function listQuery(db: Kysely<Tables>, { userId, search, after, limit }: ThreadQuery) {
  const from = after === undefined ? null : decodeCursor(after)
  const words = foldCase(search ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
  return db
    .selectFrom('threads')
    .select(['id', 'title', 'created_at', 'updated_at', activity, openAsks, profile])
    .where('user_id', '=', userId)
    .$if(from !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('updated_at', 'id'), '<', tuple(from?.updatedAt ?? 0, from?.id ?? '')),
      ),
    )
    .where((eb) => eb.and(words.map((word) => contains(eb, word))))
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
}

export function toPage(rows: ListedRow[], limit: number): { threads: ThreadSummary[]; next: string | null } {
  const threads = rows.slice(0, limit).map((row): ThreadSummary => ({
    id: row.id,
    title: row.title,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    activity: row.activity as ThreadSummary['activity'],
    ...(row.profile === null ? {} : { profileId: (JSON.parse(row.profile) as { profileId: string }).profileId }),
    openAsks: row.open_asks,
  }))
  const last = threads.at(-1)
  return { threads, next: last && rows.length > limit ? encodeCursor(last) : null }
}

/** `running` while a run works; one that waits in line does not. Else what became of the last run. */
function activity(eb: ExpressionBuilder<Tables, 'threads'>) {
  const runs = eb.selectFrom('runs').whereRef('runs.thread_id', '=', 'threads.id')
  return eb
    .case()
    .when(eb.exists(runs.select('runs.id').where('runs.state', 'in', ['running', 'waiting', 'stopping'])))
    .then('running')
    .when(runs.select('runs.state').orderBy('runs.position', 'desc').limit(1), '=', 'stopped')
    .then('stopped')
    .else('idle')
    .end()
    .as('activity')
}

/** The profile that the thread began with is a piece of it. */
function profile(eb: ExpressionBuilder<Tables, 'threads'>) {
  return eb
    .selectFrom('pieces')
    .select('pieces.data')
    .whereRef('pieces.thread_id', '=', 'threads.id')
    .where('pieces.kind', '=', 'setups')
    .where('pieces.id', '=', 'profile')
    .as('profile')
}

/** How many questions wait for an answer. */
function openAsks(eb: ExpressionBuilder<Tables, 'threads'>) {
  return eb
    .selectFrom('pieces')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .whereRef('pieces.thread_id', '=', 'threads.id')
    .where('pieces.kind', '=', 'asks')
    .where(sql<string>`json_extract(pieces.data, '$.status')`, '=', 'open')
    .as('open_asks')
}

function contains(eb: ExpressionBuilder<Tables, 'threads'>, word: string): Expression<SqlBool> {
  const pattern = `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  return sql<SqlBool>`${eb.ref('title_folded')} like ${pattern} escape '\\'`
}
