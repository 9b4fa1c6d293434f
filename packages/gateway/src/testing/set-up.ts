import { newId } from '@chatwright/protocol'
import { createGateway, type Gateway, type GatewayOptions } from '../gateway.ts'
import { inlineHost } from '../hosts/inline-host.ts'
import { createLogger } from '../logger.ts'
import { MemoryStore } from './memory-store.ts'
import { RawClient } from './raw-client.ts'
import { scriptedHost, type ScriptedRun } from './scripted-host.ts'

/** A gateway that serves on a free port, with somebody in a new thread. */
export class Served implements AsyncDisposable {
  readonly store = new MemoryStore()
  readonly threadId = newId()
  readonly log: Record<string, unknown>[] = []
  readonly gateway: Gateway
  readonly #open: RawClient[] = []
  url = ''
  port = 0

  constructor(script: (run: ScriptedRun) => void | Promise<void>, options: Partial<GatewayOptions>) {
    this.gateway = createGateway({
      createHost: inlineHost(scriptedHost(script)),
      store: this.store,
      logger: createLogger('trace', {
        write: (line) => void this.log.push(JSON.parse(line) as Record<string, unknown>),
      }),
      ...options,
    })
  }

  static async start(
    script: (run: ScriptedRun) => void | Promise<void>,
    options: Partial<GatewayOptions> = {},
  ): Promise<Served> {
    const served = new Served(script, options)
    Object.assign(served, await served.gateway.listen({ port: 0, host: '127.0.0.1' }))
    return served
  }

  /** Another tab, in the thread. */
  async connect(): Promise<RawClient> {
    const client = new RawClient(this.url)
    this.#open.push(client)
    await client.connected()
    await client.command('open', { threadId: this.threadId, create: true })
    return client
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#open) client.close()
    await this.gateway.close()
  }
}

/** Says a number every 2 ms, for 4 s. */
export async function counts(run: ScriptedRun): Promise<void> {
  for (let count = 1; count < 2_000; count++) {
    run.say(`${count} `)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
