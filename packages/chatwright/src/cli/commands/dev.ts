import { defineCommand } from 'citty'
import { readSurroundings } from '../../config/load.ts'
import { DevServer } from '../../server/dev-server.ts'
import { announce } from '../announce.ts'
import { findApp } from '../find-app.ts'
import { optionsFromFlags, serverFlags } from '../flags.ts'
import { openBrowser } from '../open-browser.ts'
import { describeError } from '../report.ts'
import { terminalLog } from '../terminal-log.ts'
import { processTerminal } from '../terminal.ts'
import { endGracefully, untilSignal } from '../until-signal.ts'

/** `chatwright dev app.ts`: serves an app while it is being written. */
export const dev = defineCommand({
  meta: { name: 'dev', description: 'Serve an app while you write it: opens it, and reloads it on save' },
  args: {
    app: { type: 'positional', default: 'app.ts', description: 'The file that exports the app' },
    ...serverFlags,
  },
  async run({ args }) {
    const { hasDesktop, hasColors } = readSurroundings()
    const terminal = processTerminal({ hasColors })
    const development = await DevServer.start(
      { appFile: findApp(args.app), flags: optionsFromFlags(args), createLog: (level) => terminalLog(level, terminal) },
      {
        onReloaded: (what, tookMs) => console.log(`Reloaded after a change of ${what}, in ${Math.round(tookMs)} ms`),
        onProblem: (problem) => terminal.write(`\n${describeError(problem, terminal)}\n`),
      },
    )
    const signal = untilSignal()
    const { server } = development
    announce(server.url, server.config)
    if (hasDesktop && !server.config.headless) openBrowser(server.url)
    await signal
    await endGracefully(() => development.close(), server.config.drainMs)
  },
})
