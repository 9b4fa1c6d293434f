import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ChatwrightError } from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { placed, sampleMessage, sampleWrite } from '../testing/samples.ts'
import { loadDriver } from './driver/load-driver.ts'
import { SqliteStore, type SqliteStoreOptions } from './sqlite-store.ts'
import { useTempFolder } from './testing/temp-folder.ts'

/** What happens to files and folders when a store is opened, and when it cannot be. */
const folder = useTempFolder()
const inFolder = (...names: string[]): string => join(folder.path, ...names)

/** Why it does not open. */
async function refusal(options: SqliteStoreOptions): Promise<ChatwrightError> {
  const store = new SqliteStore(options)
  const error: unknown = await store.open().then(
    () => null,
    (reason: unknown) => reason,
  )
  await store.close()
  if (!(error instanceof ChatwrightError)) throw new Error('It opened.', { cause: error })
  return error
}

/** A database with one thread in it. */
async function writeOne(options: SqliteStoreOptions) {
  const store = new SqliteStore(options)
  await store.open()
  const write = sampleWrite({ messages: placed([sampleMessage()]) })
  await store.write(write)
  await store.close()
  return write
}

it('touches nothing before it is opened', () => {
  const store = new SqliteStore({ folder: inFolder('a') })
  expect(store).toBeDefined()
  expect(readdirSync(folder.path)).toEqual([])
})

it('makes the folders for its user alone, and the files in them', async () => {
  const store = new SqliteStore({ folder: inFolder('a', 'b') })
  await store.open()
  await store.write(sampleWrite())
  const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)
  expect(modeOf(inFolder('a'))).toBe('700')
  expect(modeOf(inFolder('a', 'b'))).toBe('700')
  expect(modeOf(inFolder('a', 'b', 'chatwright.db'))).toBe('600')
  expect(modeOf(inFolder('a', 'b', 'chatwright.db-wal'))).toBe('600')
  await store.close()
})

it('leaves the rights of a folder that is there', async () => {
  mkdirSync(inFolder('a'))
  chmodSync(inFolder('a'), 0o755)
  await writeOne({ folder: inFolder('a') })
  expect((statSync(inFolder('a')).mode & 0o777).toString(8)).toBe('755')
})

it('takes the name of a file', async () => {
  const file = inFolder('deep', 'my chats.sqlite')
  const write = await writeOne({ file })
  expect(existsSync(file)).toBe(true)
  const store = new SqliteStore({ file })
  await store.open()
  expect(await store.readThread(write.threadId)).not.toBeNull()
  await store.close()
})

it('lets two files of one folder be open at once', async () => {
  const stores = ['a.db', 'b.db'].map((name) => new SqliteStore({ file: inFolder(name) }))
  await Promise.all(stores.map((store) => store.open()))
  await Promise.all(stores.map((store) => store.close()))
})

it('sets what keeps data safe and fast', async () => {
  const warnings: string[] = []
  const store = new SqliteStore({ folder: folder.path, onWarn: (message) => warnings.push(message) })
  await store.open()
  expect(store.database.pragma('journal_mode')).toBe('wal')
  expect(store.database.pragma('synchronous')).toBe(1)
  expect(store.database.pragma('foreign_keys')).toBe(1)
  expect(store.database.pragma('busy_timeout')).toBe(5000)
  await store.close()
  expect(warnings).toEqual([])
})

it('leaves one whole file behind when it is closed', async () => {
  const write = await writeOne({ folder: folder.path })
  writeFileSync(inFolder('copy.db'), readFileSync(inFolder('chatwright.db')))
  const copy = new SqliteStore({ file: inFolder('copy.db') })
  await copy.open()
  expect((await copy.readThread(write.threadId))?.state.messages).toHaveLength(1)
  await copy.close()
})

it('can be read by another program while it is open', async () => {
  const store = new SqliteStore({ folder: folder.path })
  await store.open()
  await store.write(sampleWrite())
  const { DatabaseSync } = await loadDriver()
  const other = new DatabaseSync(inFolder('chatwright.db'))
  expect(other.prepare('SELECT title FROM threads').all()).toHaveLength(1)
  other.close()
  await store.write(sampleWrite())
  await store.close()
})

it.each([
  ['text', () => 'This was never a database, and is longer than the header of one would be.'.repeat(40)],
  ['a few bytes', () => 'x'],
  ['half a header', () => 'SQLite format 3\0'],
  ['random bytes', () => Buffer.from(Array.from({ length: 9_000 }, (_, at) => (at * 7919) % 251))],
])('leaves a file of %s as it is', async (_, content) => {
  writeFileSync(inFolder('chatwright.db'), content())
  const before = readFileSync(inFolder('chatwright.db'))
  const error = await refusal({ folder: folder.path })
  expect(error).toMatchObject({ code: 'store_unavailable' })
  expect(error.message).not.toContain(folder.path)
  expect(error.fix).toContain(folder.path)
  expect(error.cause).toBeInstanceOf(Error)
  expect(readFileSync(inFolder('chatwright.db')).equals(before)).toBe(true)
  expect(await refusal({ folder: folder.path })).toMatchObject({ code: 'store_unavailable' })
})

it('says that a database is damaged when its inside is, and does not hold the folder', async () => {
  await writeOne({ folder: folder.path })
  const bytes = readFileSync(inFolder('chatwright.db'))
  bytes.fill(0xff, 100, 4_096)
  writeFileSync(inFolder('chatwright.db'), bytes)
  expect(await refusal({ folder: folder.path })).toMatchObject({
    code: 'store_unavailable',
    message: 'The database file is damaged, or is no database. It was left as it is.',
  })
  expect(readFileSync(inFolder('chatwright.db')).equals(bytes)).toBe(true)
  expect(await refusal({ folder: folder.path })).toMatchObject({ code: 'store_unavailable' })
})

it('leaves another program’s database as it is', async () => {
  const { DatabaseSync } = await loadDriver()
  const theirs = new DatabaseSync(inFolder('chatwright.db'))
  theirs.exec('CREATE TABLE threads (id TEXT); PRAGMA user_version = 3')
  theirs.close()
  const before = readFileSync(inFolder('chatwright.db'))
  expect(await refusal({ folder: folder.path })).toMatchObject({
    code: 'store_unavailable',
    message: 'The database belongs to another program. It was left as it is.',
  })
  expect(readFileSync(inFolder('chatwright.db')).equals(before)).toBe(true)
})

it('says that a folder is none', async () => {
  writeFileSync(inFolder('file'), '')
  for (const path of [inFolder('file'), inFolder('file', 'deeper')]) {
    const error = await refusal({ folder: path })
    expect(error).toMatchObject({ code: 'store_unavailable', message: 'The data folder cannot be used.' })
    expect(error.fix).toContain(path)
    expect(error.message).not.toContain(path)
  }
})

it('says that a folder stands where the file should', async () => {
  mkdirSync(inFolder('chatwright.db'))
  expect(await refusal({ folder: folder.path })).toMatchObject({ code: 'store_unavailable' })
})

it.skipIf(process.getuid?.() === 0)('says that a folder may not be written to', async () => {
  mkdirSync(inFolder('a'), { mode: 0o500 })
  expect(await refusal({ folder: inFolder('a') })).toMatchObject({
    code: 'store_unavailable',
    message: 'The data folder cannot be used.',
  })
})

it('says nothing of paths when it fails later, and works again when the cause is gone', async () => {
  const store = new SqliteStore({ folder: folder.path })
  await store.open()
  store.database.exec('PRAGMA query_only = ON')
  const error: unknown = await store.write(sampleWrite()).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'store_unavailable', message: 'The database cannot be written to.' })
  const { message, fix } = error as ChatwrightError
  expect(`${message} ${fix}`).not.toContain(folder.path)
  store.database.exec('PRAGMA query_only = OFF')
  await store.write(sampleWrite())
  await store.close()
})

it('rejects, and rolls back, when another program holds the database', async () => {
  const store = new SqliteStore({ folder: folder.path })
  await store.open()
  store.database.exec('PRAGMA busy_timeout = 10')
  const { DatabaseSync } = await loadDriver()
  const other = new DatabaseSync(inFolder('chatwright.db'))
  other.exec('BEGIN IMMEDIATE')
  const write = sampleWrite()
  await expect(store.write(write)).rejects.toMatchObject({
    code: 'store_unavailable',
    message: 'Another program holds the database.',
  })
  other.exec('ROLLBACK')
  other.close()
  await store.write(write)
  await store.close()
})
