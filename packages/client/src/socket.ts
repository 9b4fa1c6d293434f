import type { ClientToServer, HandshakeAuth, ServerToClient } from '@chatwright/protocol'
import { io, type Socket } from 'socket.io-client'

/** The pipe of one try to connect. It is not connected yet, and never reconnects by itself: each try has a new one. */
export type ClientSocket = Socket<ServerToClient, ClientToServer>

/** Makes the pipe for a try. */
export type SocketFactory = (auth: HandshakeAuth) => ClientSocket

/**
 * Makes pipes to the app served at `url` (its socket is at `<url>/socket`, or at `path` of the same host). WebSocket is
 * tried first, then polling.
 */
export function socketFactory(url: string, path: string | undefined): SocketFactory {
  const { origin, pathname } = new URL(url)
  return (auth) =>
    io(origin, {
      path: path ?? `${pathname.replace(/\/+$/, '')}/socket`,
      auth: { ...auth },
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnection: false,
      autoConnect: false,
      forceNew: true,
    })
}
