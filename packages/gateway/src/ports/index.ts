export type { Placed, Store, StoredThread, ThreadQuery, ThreadWrite } from './store.ts'
