import { createStore } from 'zustand/vanilla'

/**
 * A value that changes and can be watched, shaped for React's `useSyncExternalStore`. `getSnapshot` gives the same
 * object until something changed; a listener is called after each change.
 */
export interface Observable<T> {
  getSnapshot(this: void): T
  /** Gives the way to stop listening. */
  subscribe(this: void, listener: () => void): () => void
}

/** An {@link Observable} with its pen. */
export interface Cell<T> extends Observable<T> {
  set(next: T): void
}

/** Makes a cell. Setting the value it has already tells nobody. */
export function createCell<T extends object | string | null>(initial: T): Cell<T> {
  const store = createStore<T>(() => initial)
  return {
    getSnapshot: store.getState,
    subscribe: (listener) => store.subscribe(() => listener()),
    set: (next) => store.setState(next, true),
  }
}
