import type { Store } from '@chatwright/gateway/ports'

/** What a store shows the suite of itself. Made anew for each test, on data of its own. */
export interface StoreUnderTest {
  /** Not open yet. */
  store: Store
  /** Another store on the same data, for when the first is closed. Absent when the data go with the store. */
  again?: () => Store
  /** Makes every write fail as on a full disk, until what it returns is called. `store` is open. */
  fill?: () => () => void
  /** `store` is closed, or was never open. */
  dispose(): Promise<void>
}

/** Gives the store of the test that runs; it is open. */
export type Subject = () => StoreUnderTest
