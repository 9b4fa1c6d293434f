import type { ArgsDef, CommandDef } from 'citty'

/** All commands; each is loaded when it is called. */
export const commands = {
  dev: async () => anyCommand((await import('./dev.ts')).dev),
  start: async () => anyCommand((await import('./start.ts')).start),
  init: async () => anyCommand((await import('./init.ts')).init),
}

export type CommandName = keyof typeof commands

/** Commands of different arguments in one list: what each takes, it has checked by itself. */
function anyCommand<Args extends ArgsDef>(command: CommandDef<Args>): CommandDef {
  return command as unknown as CommandDef
}
