import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, type Migration } from 'kysely'
import { expect, it } from 'vitest'
import { migrations } from '../migrations/index.ts'
import { placed, sampleMessage, sampleWrite } from '../testing/samples.ts'
import { createDialect } from './dialect.ts'
import { loadDriver } from './driver/load-driver.ts'
import { SqliteDatabase } from './driver/sqlite-database.ts'
import { migrate } from './migrate.ts'
import { SqliteStore } from './sqlite-store.ts'
import { useTempFolder } from './testing/temp-folder.ts'

const folder = useTempFolder()

async function openDatabase() {
  const database = new SqliteDatabase(await loadDriver(), join(folder.path, 'chatwright.db'))
  return { database, db: new Kysely<object>({ dialect: createDialect(database) }) }
}

function schemaOf(database: SqliteDatabase): unknown[] {
  return database.all({ sql: 'SELECT name, sql FROM sqlite_schema ORDER BY name', parameters: [] })
}

function appliedOf(database: SqliteDatabase): unknown[] {
  return database.all({ sql: 'SELECT name, timestamp FROM chatwright_migrations ORDER BY name', parameters: [] })
}

it('does nothing the second time', async () => {
  const { database, db } = await openDatabase()
  await migrate(database, db, migrations)
  const [schema, applied, changes] = [schemaOf(database), appliedOf(database), totalChanges(database)]
  await migrate(database, db, migrations)
  expect(schemaOf(database)).toEqual(schema)
  expect(appliedOf(database)).toEqual(applied)
  expect(totalChanges(database)).toEqual(changes)
  expect(applied).toHaveLength(Object.keys(migrations).length)
  database.close()
})

it('runs what is missing, in order, and keeps the data', async () => {
  const store = new SqliteStore({ folder: folder.path })
  await store.open()
  const write = sampleWrite({ messages: placed([sampleMessage()]) })
  await store.write(write)
  const before = await store.readThread(write.threadId)
  await store.close()

  const ran: string[] = []
  const { database, db } = await openDatabase()
  await migrate(database, db, {
    ...migrations,
    '9002-second': { up: async () => void ran.push('second') },
    '9001-first': { up: async () => void ran.push('first') },
  })
  expect(ran).toEqual(['first', 'second'])
  database.exec("DELETE FROM chatwright_migrations WHERE name LIKE '9%'")
  database.close()

  await store.open()
  expect(await store.readThread(write.threadId)).toEqual(before)
  await store.close()
})

it('leaves no trace of an update that fails half-way', async () => {
  const { database, db } = await openDatabase()
  await migrate(database, db, migrations)
  const [schema, applied] = [schemaOf(database), appliedOf(database)]
  const breaks: Migration = {
    up: async (kysely) => {
      await kysely.schema.createTable('half').addColumn('id', 'text').execute()
      await kysely.schema.alterTable('threads').addColumn('half', 'text').execute()
      throw new Error('no further')
    },
  }
  const fine: Migration = { up: async (kysely) => kysely.schema.createTable('whole').addColumn('id', 'text').execute() }
  await expect(migrate(database, db, { ...migrations, '9001-fine': fine, '9002-breaks': breaks })).rejects.toThrow(
    'no further',
  )
  expect(schemaOf(database)).toEqual(schema)
  expect(appliedOf(database)).toEqual(applied)
  database.close()
})

it('refuses a database of a newer version and leaves it as it is', async () => {
  const store = new SqliteStore({ folder: folder.path })
  await store.open()
  const write = sampleWrite()
  await store.write(write)
  await store.close()
  const newer = await openDatabase()
  await migrate(newer.database, newer.db, {
    ...migrations,
    '9001-from-the-future': {
      up: async (kysely) => kysely.schema.alterTable('threads').addColumn('x', 'text').execute(),
    },
  })
  newer.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  newer.database.close()
  const bytes = readFileSync(join(folder.path, 'chatwright.db'))

  await expect(store.open()).rejects.toMatchObject({
    code: 'store_unavailable',
    message: 'The database was written by a newer version of Chatwright. It was left as it is.',
    fix: expect.stringContaining('9001-from-the-future') as unknown,
  })
  expect(readFileSync(join(folder.path, 'chatwright.db')).equals(bytes)).toBe(true)
})

it('is numbered without a gap, so that one that came late is seen', () => {
  const names = Object.keys(migrations)
  expect(names.map((name) => name.slice(0, 5))).toEqual(
    names.map((_, index) => `${String(index + 1).padStart(4, '0')}-`),
  )
})

it('lets every query find its rows by an index', async () => {
  const store = new SqliteStore({ folder: folder.path })
  await store.open()
  const planOf = (sql: string): string =>
    store.database
      .all<{ detail: string }>({ sql: `EXPLAIN QUERY PLAN ${sql}`, parameters: [] })
      .map(({ detail }) => detail)
      .join('; ')
  for (const table of ['messages', 'steps', 'runs']) {
    const plan = planOf(`SELECT * FROM ${table} WHERE thread_id = 'x' ORDER BY position, id`)
    expect(plan).toContain(`${table}_by_position`)
  }
  const list = planOf(
    `SELECT * FROM threads WHERE user_id = 'x' AND (updated_at, id) < (1, 'x') ORDER BY updated_at DESC, id DESC`,
  )
  expect(list).toContain('threads_by_user')
  expect(list).not.toContain('TEMP B-TREE')
  expect(planOf(`SELECT DISTINCT thread_id FROM runs WHERE state IN ('running', 'queued')`)).toContain('runs_by_state')
  await store.close()
})

function totalChanges(database: SqliteDatabase): unknown {
  return database.all({ sql: 'SELECT total_changes() AS changes', parameters: [] })
}
