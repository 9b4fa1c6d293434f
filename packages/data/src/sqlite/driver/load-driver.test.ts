import { expect, it } from 'vitest'
import { loadDriver } from './load-driver.ts'
import { nodeSqlite } from './node-sqlite.ts'
import { SqliteDatabase } from './sqlite-database.ts'

it('is Node’s own where Node has all of it, and the fallback elsewhere', async () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const hasOwn = major > 22 || (major === 22 && minor >= 16)
  expect(nodeSqlite() !== null).toBe(hasOwn)
  expect((await loadDriver()) === nodeSqlite()).toBe(hasOwn)
})

it('keeps back no warning but SQLite’s', () => {
  const { emitWarning } = process
  const heard: unknown[] = []
  process.emitWarning = (...args: unknown[]) => void heard.push(args)
  try {
    nodeSqlite()
    process.emitWarning('other', 'ExperimentalWarning')
  } finally {
    process.emitWarning = emitWarning
  }
  expect(heard).toEqual([['other', 'ExperimentalWarning']])
})

it('hides what the drivers do differently', async () => {
  const database = new SqliteDatabase(await loadDriver(), ':memory:')
  database.exec('CREATE TABLE t (a, b)')
  expect(database.run({ sql: 'INSERT INTO t VALUES (?, ?)', parameters: [true, 'a\0b'] }).changes).toBe(1)
  expect(database.run({ sql: 'INSERT INTO t VALUES (?, ?)', parameters: [false, null] }).changes).toBe(1)
  expect(database.all({ sql: 'SELECT * FROM t ORDER BY a', parameters: [] })).toStrictEqual([
    { a: 0, b: null },
    { a: 1, b: 'a\0b' },
  ])
  expect(database.isReader('SELECT 1')).toBe(true)
  expect(database.isReader('DELETE FROM t')).toBe(false)
  database.close()
})

it('rolls back what throws, and can begin again', async () => {
  const database = new SqliteDatabase(await loadDriver(), ':memory:')
  database.exec('CREATE TABLE t (a)')
  const insert = { sql: 'INSERT INTO t VALUES (1)', parameters: [] }
  expect(() =>
    database.transaction(() => {
      database.run(insert)
      throw new Error('no')
    }),
  ).toThrow('no')
  database.transaction(() => void database.run(insert))
  expect(database.all({ sql: 'SELECT * FROM t', parameters: [] })).toHaveLength(1)
  database.close()
})
