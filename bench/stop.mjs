import { startFakeModel } from './lib/fake-model.mjs'
import { pressToStopping } from './lib/press.mjs'
import { progress, report } from './lib/report.mjs'
import { startChatwright } from './lib/server.mjs'
import { spread } from './lib/statistics.mjs'
import { judge } from './stop/bounds.mjs'
import * as cooperative from './stop/cooperative.mjs'
import { endStreams, startStreams } from './stop/lib.mjs'
import * as lines from './stop/lines.mjs'
import * as unwilling from './stop/unwilling.mjs'

/**
 * How fast Stop is, with 10 and with 100 other runs streaming: every promise of the contract that has a time, from the
 * press or the moment the command leaves the client. `bounds` compares each with what is promised.
 */
const presses = 60

async function measure(others) {
  progress(`with ${others} other runs streaming`)
  const model = await startFakeModel()
  const server = await startChatwright('stop.ts', ['--log-level', 'silent'])
  try {
    const streams = await startStreams(server, others)
    const results = {
      ...(await cooperative.model(server, model)),
      ...(await cooperative.tool(server, model)),
      ...(await cooperative.retry(server)),
      ...(await cooperative.button(server)),
      ...(await cooperative.manyPresses(server)),
      ...(await lines.back(server)),
      ...(await lines.slowViewer(server)),
      ...(await unwilling.stubborn(server)),
    }
    await endStreams(streams)
    return { ...results, ...(await unwilling.blocked(server, others)) }
  } finally {
    await server.stop()
    model.close()
  }
}

async function inChromium(others) {
  progress('in Chromium')
  const server = await startChatwright('stop.ts', ['--log-level', 'silent'])
  try {
    await startStreams(server, others)
    const onTry = (count) => count % 20 === 1 && progress(`  press ${count} of ${presses}`)
    return spread(await pressToStopping(server.url, presses, onTry))
  } finally {
    await server.stop()
  }
}

const at10 = await measure(10)
const at100 = await measure(100)
const pressToStoppingMs = await inChromium(10)
report({
  fenceMs: at100.fenceMs,
  runEndMs: at100.runEndMs,
  upstreamCloseMs: at100.upstreamCloseMs,
  blockedKillMs: at100.blockedKillMs,
  at10,
  at100,
  pressToStoppingMs,
  bounds: judge({ at10, at100, pressToStoppingMs }),
})
process.exit(0)
