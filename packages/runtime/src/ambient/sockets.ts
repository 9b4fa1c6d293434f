import net from 'node:net'
import tls, { type ConnectionOptions } from 'node:tls'
import { OwnedSocket } from './owned-socket.ts'
import type { Patches } from './patches.ts'
import { surroundings, type Surroundings } from './surroundings.ts'

type Connect = (this: net.Socket, ...args: unknown[]) => net.Socket
type Forget = () => void

/** The connections that runs have opened. Gives what forgets one of them: it belongs to a pool. */
export function patchSockets(patches: Patches): (socket: net.Socket) => void {
  const recorded = new WeakMap<net.Socket, { around: Surroundings; forget: Forget }>()
  const record = (socket: net.Socket, around: Surroundings): void => {
    if (recorded.has(socket) || around.run.hasEnded) return
    const { sockets } = around.run.scope.of(around.lane)
    const owned = new OwnedSocket(socket, around.run)
    const forget = (): void => void sockets.delete(owned)
    sockets.add(owned)
    recorded.set(socket, { around, forget })
    socket.once('close', forget)
  }
  const prototype = net.Socket.prototype as unknown as { connect: Connect }
  patches.replace(prototype, 'connect', (connect) => {
    return function (this: net.Socket, ...args: unknown[]) {
      const around = surroundings()
      const socket = Reflect.apply(connect, this, args)
      // after it: connecting puts a socket's own functions back in place
      if (around !== undefined) record(this, around)
      return socket
    }
  })
  // A connection that becomes a safe one half-way is another socket from then on.
  patches.replace(tls, 'connect', (connect) => (...args: unknown[]) => {
    const safe = (connect as (...args: unknown[]) => tls.TLSSocket)(...args)
    const { socket } = (args[0] ?? {}) as ConnectionOptions
    const plain = socket instanceof net.Socket ? recorded.get(socket) : undefined
    if (plain !== undefined) {
      plain.forget()
      record(safe, plain.around)
    }
    return safe
  })
  return (socket) => recorded.get(socket)?.forget()
}
