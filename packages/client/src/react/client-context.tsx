import { createContext, useContext, useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react'
import type { AppError, Hello } from '@chatwright/protocol'
import type { Observable } from '../cell.ts'
import type { ConnectionState } from '../connection.ts'
import type { Client } from '../create-client.ts'
import type { PageFunction } from '../page-functions.ts'

const ClientContext = createContext<Client | null>(null)

/** Gives a client to everything below. It is the caller's: mounting does not connect it, unmounting does not close it. */
export function ChatwrightProvider({ client, children }: { client: Client; children?: ReactNode }) {
  return <ClientContext value={client}>{children}</ClientContext>
}

/** The client of the nearest {@link ChatwrightProvider}. Throws when there is none. */
export function useClient(): Client {
  const client = useContext(ClientContext)
  if (!client) throw new Error('There is no client here. Put <ChatwrightProvider client={createClient({ … })}> above.')
  return client
}

/** The value of an observable, now and as it changes. */
export function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, observable.getSnapshot, observable.getSnapshot)
}

/**
 * A part of an observable's value. Renders again only when that part is another object: `select` gives something that
 * is in the value, never something new.
 */
export function useSelected<T, Part>(observable: Observable<T>, select: (value: T) => Part): Part {
  const get = () => select(observable.getSnapshot())
  return useSyncExternalStore(observable.subscribe, get, get)
}

/** How the line to the server stands. */
export function useConnection(): ConnectionState {
  return useObservable(useClient().connection)
}

/** What the server said of itself, the app and the person; null before it first did. */
export function useHello(): Hello | null {
  return useObservable(useClient().hello)
}

/** Why the app's code cannot be loaded, or null. */
export function useAppError(): AppError | null {
  return useObservable(useClient().appError)
}

/**
 * Offers a function to the app, for `chat.page.call`, as long as the component is mounted: to all conversations that are
 * shown, or with `threadId` to one. The latest that was rendered is run.
 */
export function usePageFunction(name: string, run: PageFunction, { threadId }: { threadId?: string } = {}): void {
  const { functions } = useClient()
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    const call: PageFunction = (args, info) => latest.current(args, info)
    return functions.register(name, call, threadId === undefined ? {} : { threadId })
  }, [functions, name, threadId])
}
