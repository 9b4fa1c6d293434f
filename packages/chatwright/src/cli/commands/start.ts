import { defineCommand } from 'citty'
import { createLogger } from '@chatwright/gateway'
import { AppServer } from '../../server/app-server.ts'
import { announce } from '../announce.ts'
import { findApp } from '../find-app.ts'
import { optionsFromFlags, serverFlags } from '../flags.ts'
import { endGracefully, untilSignal } from '../until-signal.ts'

/** `chatwright start app.ts`: serves an app for its users. */
export const start = defineCommand({
  meta: { name: 'start', description: 'Serve an app for its users' },
  args: {
    app: { type: 'positional', default: 'app.ts', description: 'The file that exports the app' },
    ...serverFlags,
  },
  async run({ args }) {
    const server = await AppServer.prepare({
      appFile: findApp(args.app),
      mode: 'start',
      flags: optionsFromFlags(args),
      createLog: createLogger,
    })
    const signal = untilSignal()
    await server.start()
    announce(server.url, server.config)
    await signal
    await endGracefully(() => server.close(), server.config.drainMs)
  },
})
