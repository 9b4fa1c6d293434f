import { afterEach, beforeEach, describe } from 'vitest'
import type { StoreUnderTest } from './store-under-test.ts'
import { favoriteTests } from './suite/favorites.ts'
import { fenceTests } from './suite/fence.ts'
import { hostileTests } from './suite/hostile.ts'
import { lifeTests } from './suite/life.ts'
import { listingTests } from './suite/listing.ts'
import { undoTests } from './suite/undos.ts'
import { writingTests } from './suite/writing.ts'

/**
 * What every store must pass: the contract of the port `Store` as tests. Run it in a test file of the store, on the real
 * database; `createStore` makes a fresh one each time.
 *
 * Dying in the middle of a write is each store's own test to have: how to kill what it runs in is not known here.
 */
export function storeSuite(name: string, createStore: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let current: StoreUnderTest
    const subject = (): StoreUnderTest => current

    beforeEach(async () => {
      current = await createStore()
      await current.store.open()
    })

    afterEach(async () => {
      await current.store.close()
      await current.dispose()
    })

    describe('writing', () => writingTests(subject))
    describe('the third fence', () => fenceTests(subject))
    describe('listing', () => listingTests(subject))
    describe('favourites', () => favoriteTests(subject))
    describe('undos', () => undoTests(subject))
    describe('hostile input', () => hostileTests(subject))
    describe('life', () => lifeTests(subject))
  })
}
