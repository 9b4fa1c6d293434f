import {
  ChatwrightError,
  limits,
  localUser,
  protocolVersion,
  toPublicError,
  type ClientToServer,
  type Hello,
  type ServerToClient,
} from '@chatwright/protocol'
import { Server } from 'socket.io'
import type { ThreadServices } from '../threads/services.ts'
import type { Threads } from '../threads/threads.ts'
import { isSameOrigin } from '../auth/same-origin.ts'
import { Answers } from './answers.ts'
import { Connection } from './connection.ts'
import { ListNews } from './list-news.ts'
import { localeOf } from './locale-of.ts'
import { roomOf } from './rooms.ts'

/** The pipe: Socket.IO with everything off that delivery does itself. */
export type SocketServer = Server<ClientToServer, ServerToClient>

export interface SocketServerOptions {
  basePath: string
  threads: Threads
  services: ThreadServices
  hello(locale: string): Pick<Hello, 'app' | 'dev' | 'appError'>
}

export function createSocketServer({ basePath, threads, services, hello }: SocketServerOptions): {
  io: SocketServer
  news: ListNews
} {
  const io: SocketServer = new Server({
    path: `${basePath}/socket`,
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: limits.packetBytes,
    pingInterval: 20_000,
    pingTimeout: 20_000,
    allowRequest: (request, decide) => decide(null, isSameOrigin(request.headers.origin, request.headers.host)),
  })
  const answers = new Answers()
  const news = new ListNews(io)

  io.use((socket, next) => {
    if (versionOf(socket.handshake.auth) === protocolVersion) return next()
    const error = new ChatwrightError('version_mismatch', 'This page and the server do not have the same version.', {
      fix: 'Reload the page.',
    })
    return next(Object.assign(new Error(error.code), { data: toPublicError(error, '') }))
  })

  io.on('connection', (socket) => {
    const user = localUser
    void socket.join(roomOf(user.id))
    socket.emit('hello', { version: protocolVersion, user, ...hello(localeOf(socket.handshake.auth)) })
    const connection = new Connection({
      socket,
      user,
      locale: localeOf(socket.handshake.auth),
      threads,
      services,
      answers,
      news,
    })
    connection.serve()
  })
  return { io, news }
}

function versionOf(auth: Record<string, unknown>): unknown {
  return auth['version']
}
