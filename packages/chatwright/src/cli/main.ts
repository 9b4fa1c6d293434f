import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderUsage, runCommand, type ArgsDef, type CommandDef } from 'citty'
import { isChatwrightError } from '@chatwright/protocol'
import { readSurroundings } from '../config/load.ts'
import { nearest } from '../nearest.ts'
import { packageFolder } from '../package-folder.ts'
import { commands, type CommandName } from './commands/index.ts'
import { checkArguments, usageError } from './flags.ts'
import { describeError } from './report.ts'
import { processTerminal } from './terminal.ts'

/**
 * The command line.
 *
 * Exit codes: 0 ended as asked; 1 could not do it, and says why; 2 the command line cannot be understood; 130 a second
 * signal cut the ending short.
 */
export async function main(args: readonly string[]): Promise<void> {
  try {
    await run(args)
  } catch (error) {
    const terminal = processTerminal(readSurroundings())
    terminal.write(describeError(error, terminal))
    process.exit(isChatwrightError(error) && error.code === 'bad_request' ? 2 : 1)
  }
}

async function run([name, ...rawArgs]: readonly string[]): Promise<void> {
  const root: CommandDef = {
    meta: { name: 'chatwright', version: version(), description: 'Write the server side of a chat in one file' },
    subCommands: commands,
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return print(await renderUsage(root))
  if (name === '--version' || name === '-v') return print(version())
  if (!Object.hasOwn(commands, name)) {
    const near = nearest(name, Object.keys(commands))
    throw usageError(
      name.startsWith('-') ? `There is no flag ${name} before a command.` : `There is no command '${name}'.`,
      near ? `Did you mean 'chatwright ${near}'?` : `The commands are: ${Object.keys(commands).join(', ')}.`,
    )
  }
  const command = await commands[name as CommandName]()
  if (rawArgs.includes('--help') || rawArgs.includes('-h')) return print(await renderUsage(command, root))
  checkArguments(rawArgs, command.args as ArgsDef)
  await runCommand(command, { rawArgs })
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function version(): string {
  return (JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string }).version
}
