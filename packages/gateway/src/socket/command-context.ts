import type { Command, CommandName, CommandResult, User } from '@chatwright/protocol'
import type { Threads } from '../threads/threads.ts'
import type { ThreadServices } from '../threads/services.ts'
import type { Connection } from './connection.ts'

/** What a command's handler works with. */
export interface CommandContext {
  user: User
  connection: Connection
  threads: Threads
  services: ThreadServices
  /** When the command came in, on the monotonic clock. */
  receivedAt: number
}

/** Answers one command. What it throws becomes the answer's error. */
export type Handler<Name extends CommandName> = (
  command: Command<Name>,
  context: CommandContext,
) => Promise<CommandResult<Name>> | CommandResult<Name>
