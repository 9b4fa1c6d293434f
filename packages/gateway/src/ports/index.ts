export type { Placed, PlacedPiece, Store, StoredThread, ThreadQuery, ThreadWrite } from './store.ts'
