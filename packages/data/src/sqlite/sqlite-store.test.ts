import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryStore } from './sqlite-store.ts'
import { SqliteStore } from './sqlite-store.ts'
import { storeSuite } from '../testing/store-suite.ts'

storeSuite('SQLite in a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatwright-store-'))
  const store = new SqliteStore({ folder })
  return {
    store,
    again: () => new SqliteStore({ folder }),
    fill: () => {
      const pages = Number(store.database.pragma('page_count'))
      store.database.pragma(`max_page_count = ${pages}`)
      return () => store.database.pragma('max_page_count = 1073741823')
    },
    dispose: async () => rmSync(folder, { recursive: true, force: true }),
  }
})

storeSuite('SQLite in memory', async () => ({ store: createMemoryStore(), dispose: async () => {} }))
