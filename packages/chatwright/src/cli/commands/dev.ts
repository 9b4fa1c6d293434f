import { defineCommand } from 'citty'
import { createLogger } from '@chatwright/gateway'
import { readSurroundings } from '../../config/load.ts'
import { DevServer } from '../../server/dev-server.ts'
import { findApp } from '../find-app.ts'
import { optionsFromFlags, serverFlags } from '../flags.ts'
import { openBrowser } from '../open-browser.ts'
import { describeError } from '../report.ts'
import { endGracefully, untilSignal } from '../until-signal.ts'

/** `chatwright dev app.ts`: serves an app while it is being written. */
export const dev = defineCommand({
  meta: { name: 'dev', description: 'Serve an app while you write it: opens it, and reloads it on save' },
  args: {
    app: { type: 'positional', default: 'app.ts', description: 'The file that exports the app' },
    ...serverFlags,
    headless: { type: 'boolean', description: 'Leave the browser alone' },
  },
  async run({ args }) {
    const { hasDesktop, hasColors } = readSurroundings()
    const development = await DevServer.start(
      { appFile: findApp(args.app), flags: optionsFromFlags(args), createLog: createLogger },
      {
        onReloaded: (what, tookMs) => console.log(`Reloaded after a change of ${what}, in ${Math.round(tookMs)} ms`),
        onProblem: (problem) => process.stderr.write(`\n${describeError(problem, hasColors)}\n`),
      },
    )
    const signal = untilSignal()
    const { server } = development
    console.log(`Chatwright is at ${server.url} (ready in ${Math.round(performance.now())} ms)`)
    if (hasDesktop && !server.config.headless) openBrowser(server.url)
    await signal
    await endGracefully(() => development.close(), server.config.drainMs)
  },
})
