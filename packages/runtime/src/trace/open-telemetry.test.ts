import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp, type App } from '../app/create-app.ts'
import { step } from '../chat/step-function.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { serveTest, turns, type TestLink } from '../testing/test-link.ts'

const exporter = new InMemorySpanExporter()
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
trace.setGlobalTracerProvider(provider)
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
const own = trace.getTracer('the app')

beforeEach(() => exporter.reset())
afterAll(async () => {
  trace.disable()
  context.disable()
  await provider.shutdown()
})

const secret = 'meet me at the harbour at nine'

async function served(app: App): Promise<TestLink> {
  const link = await serveTest(app)
  exporter.reset()
  return link
}

function spans(): ReadableSpan[] {
  return exporter.getFinishedSpans()
}

function spanOf(name: string): ReadableSpan {
  const found = spans().filter((span) => span.name === name)
  expect(
    found,
    `${name} among ${spans()
      .map((span) => span.name)
      .join()}`,
  ).toHaveLength(1)
  return found[0] as ReadableSpan
}

/** The names from a span up to its root. */
function line(name: string): string[] {
  const span = spanOf(name)
  const parent = spans().find((other) => other.spanContext().spanId === span.parentSpanContext?.spanId)
  return [name, ...(parent ? line(parent.name) : [])]
}

describe('the spans of a run', () => {
  it('nest as its steps do, and what the app traces by itself has its place among them', async () => {
    const app = createApp({ name: 'Concierge' })
    const price = step({ name: 'price', type: 'tool' }, async () => {
      await turns(2)
      return own.startActiveSpan('query', async (span) => {
        await turns(1)
        await step('rows', async () => turns(1))()
        span.end()
        return 7
      })
    })
    app.onMessage(async (_, chat) => {
      await own.startActiveSpan('around', async (span) => {
        await chat.step('plan', async (plan) => {
          await Promise.all([price(), chat.step({ name: 'seats', parent: plan }, () => turns(3))])
        })
        span.end()
      })
      await chat.step({ name: 'apart', parent: null }, () => undefined)
    })
    const link = await served(app)
    const runId = link.ask()
    await link.done(runId)

    const root = 'invoke_agent Concierge'
    expect(line('rows')).toEqual(['rows', 'query', 'execute_tool price', 'plan', 'around', root])
    expect(line('seats')).toEqual(['seats', 'plan', 'around', root])
    expect(line('apart')).toEqual(['apart', root])
    const run = spanOf(root)
    expect(run.parentSpanContext).toBeUndefined()
    expect(run.kind).toBe(SpanKind.INTERNAL)
    expect(run.attributes).toEqual({
      'chatwright.thread.id': link.threadId,
      'chatwright.run.id': runId,
      'chatwright.run.kind': 'message',
      'chatwright.run.state': 'completed',
      'gen_ai.conversation.id': link.threadId,
      'gen_ai.agent.name': 'Concierge',
      'gen_ai.operation.name': 'invoke_agent',
    })
    expect(spanOf('execute_tool price').attributes).toMatchObject({
      'chatwright.run.id': runId,
      'chatwright.step.type': 'tool',
      'chatwright.step.status': 'done',
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'price',
    })
    expect(new Set(spans().map((span) => span.spanContext().traceId)).size).toBe(1)
  })

  it('steps that are opened as scopes have those inside them below', async () => {
    const app = createApp({ name: 'A' })
    app.onMessage(async (_, chat) => {
      const outer = chat.step('outer')
      const inner = chat.step('inner')
      await turns(1)
      await chat.step('deepest', () => turns(1))
      await own.startActiveSpan('mine', async (span) => {
        await chat.step('in mine', () => turns(1))
        span.end()
      })
      await inner.end()
      await chat.step('beside inner', () => turns(1))
      await outer.end()
      await chat.step('beside outer', () => turns(1))
    })
    const link = await served(app)
    await link.done(link.ask())
    const root = 'invoke_agent A'
    expect(line('deepest')).toEqual(['deepest', 'inner', 'outer', root])
    expect(line('in mine').slice(0, 2)).toEqual(['in mine', 'mine'])
    expect(line('beside inner')).toEqual(['beside inner', 'outer', root])
    expect(line('beside outer')).toEqual(['beside outer', root])
  })

  it('of two runs side by side are two traces, whatever began them', async () => {
    const app = createApp({ name: 'A' })
    app.onMessage(async (_, chat) => {
      await chat.step('work', () => turns(5))
    })
    const link = await served(app)
    const ids = own.startActiveSpan('a request', (span) => {
      const both = [link.ask(), link.ask()]
      span.end()
      return both
    })
    await Promise.all(ids.map((id) => link.done(id)))
    const runs = spans().filter((span) => span.name === 'invoke_agent A')
    expect(runs.map((run) => run.parentSpanContext)).toEqual([undefined, undefined])
    expect(new Set(runs.map((run) => run.spanContext().traceId)).size).toBe(2)
    for (const work of spans().filter((span) => span.name === 'work')) {
      const run = runs.find((one) => one.attributes['chatwright.run.id'] === work.attributes['chatwright.run.id'])
      expect(work.parentSpanContext?.spanId).toBe(run?.spanContext().spanId)
    }
  })

  it('tell which model was asked, with what it cost', async () => {
    const app = createApp({ name: 'A' })
    app.onMessage(async (_, chat) => {
      await chat.step({ name: 'Think', type: 'llm' }, (thinking) => {
        thinking.generation = {
          provider: 'openai',
          model: 'gpt-5-mini',
          settings: { temperature: 0.2, maxTokens: 100, apiKey: 'k' },
          messages: [{ role: 'user', content: secret }],
          prompt: secret,
          completion: secret,
          inputTokens: 12,
          outputTokens: 34,
        }
      })
    })
    const link = await served(app)
    await link.done(link.ask())
    expect(spanOf('chat gpt-5-mini').attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5-mini',
      'gen_ai.request.temperature': 0.2,
      'gen_ai.request.max_tokens': 100,
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 34,
    })
    expect(JSON.stringify(spans().map(({ attributes }) => attributes))).not.toContain(secret)
  })
})

describe('a run that fails', () => {
  it('is an error by its class, with the id that is in the log, and so is the step it failed in', async () => {
    const app = createApp({ name: 'A' })
    app.onMessage(async (_, chat) => {
      await chat.step('open', () => turns(1))
      await chat.step('break', () => {
        throw new RangeError(`no seat for ${secret}`)
      })
    })
    const link = await served(app)
    const runId = link.ask({ text: secret })
    const { error } = await link.done(runId)
    const run = spanOf('invoke_agent A')
    expect(run.status).toEqual({ code: SpanStatusCode.ERROR })
    expect(run.attributes).toMatchObject({
      'chatwright.run.state': 'failed',
      'error.type': 'RangeError',
      'chatwright.error.id': error?.errorId,
    })
    expect(spanOf('break').status.code).toBe(SpanStatusCode.ERROR)
    expect(spanOf('open').status.code).toBe(SpanStatusCode.UNSET)
  })
})

describe('a run that is stopped', () => {
  it('ends with how it was stopped, and is no error; its open steps neither', async () => {
    const app = createApp({ name: 'A' })
    app.onMessage(async (_, chat) => {
      void chat.step('scope').id
      await using _block = chat.step('block')
      await chat.step('wait', async () => chat.step({ name: 'ask', type: 'tool' }, () => chat.sleep(60_000)))
    })
    const link = await served(app)
    const runId = link.ask()
    await link.until(() => link.thread.steps.length === 4, 'the steps')
    link.stop(runId, 'budget')
    const settled = await link.settled(runId)
    const run = spanOf('invoke_agent A')
    expect(run.status).toEqual({ code: SpanStatusCode.UNSET })
    expect(run.attributes).toMatchObject({
      'chatwright.run.state': 'stopped',
      'chatwright.stop.cause': 'budget',
      'chatwright.stop.stage': 'cooperative',
      'chatwright.stop.elapsed_ms': settled.elapsedMs,
      'chatwright.stop.abandoned': [],
    })
    expect(run.attributes['error.type']).toBeUndefined()
    expect(run.events.map(({ name }) => name)).toEqual(['chatwright.stop', 'chatwright.stop.notice'])
    for (const name of ['scope', 'block', 'wait', 'execute_tool ask']) {
      const span = spanOf(name)
      expect(span.attributes['chatwright.step.status'], name).toBe('stopped')
      expect(span.status, name).toEqual({ code: SpanStatusCode.UNSET })
    }
    expect(line('execute_tool ask')).toEqual(['execute_tool ask', 'wait', 'block', 'scope', 'invoke_agent A'])
  })

  it('names what it left behind, and ends all the same', async () => {
    const clock = fakeClock()
    const app = createApp({ name: 'A' })
    app.onMessage(async (_, chat) => {
      await chat.step('deaf', () => new Promise(() => undefined))
    })
    const link = await serveTest(app, { clock })
    exporter.reset()
    const runId = link.ask()
    await link.until(() => link.thread.steps.length === 1, 'the step')
    link.stop(runId)
    await link.frame('stop-seen')
    for (let at = 0; at < 30; at++) {
      await turns(3)
      await clock.advance(100)
    }
    const { abandoned } = await link.settled(runId)
    expect(abandoned).toContain('step deaf')
    const { attributes } = spanOf('invoke_agent A')
    expect(attributes).toMatchObject({ 'chatwright.stop.stage': 'forced', 'chatwright.stop.abandoned': abandoned })
    expect(spanOf('deaf').attributes['chatwright.step.status']).toBe('stopped')
  })

  it('a step that is stopped alone ends as stopped, and its run goes on to its own end', async () => {
    const app = createApp({ name: 'A' })
    app.onMessage(async (_, chat) => {
      await chat.step('one', () => chat.sleep(60_000)).catch(() => undefined)
      await chat.step('two', () => turns(1))
    })
    const link = await served(app)
    const runId = link.ask()
    await link.until(() => link.thread.steps.length === 1, 'the step')
    link.send({ type: 'stop-step', runId, stepId: link.thread.steps[0]?.id ?? '' })
    await link.done(runId)
    expect(spanOf('one').attributes['chatwright.step.status']).toBe('stopped')
    expect(spanOf('one').status.code).toBe(SpanStatusCode.UNSET)
    expect(spanOf('two').attributes['chatwright.step.status']).toBe('done')
    expect(spanOf('invoke_agent A').attributes['chatwright.run.state']).toBe('completed')
  })

  it('has a span also when it never began', async () => {
    const app = createApp({ name: 'A' })
    app.onMessage(() => own.startActiveSpan('never', (span) => span.end()))
    const link = await served(app)
    const runId = link.askUnstarted()
    await link.settled(runId)
    expect(spans().map((span) => span.name)).toEqual(['invoke_agent A'])
    expect(spanOf('invoke_agent A').attributes['chatwright.run.state']).toBe('stopped')
  })

  it('onStop, clean-up and a handler that goes on are inside it', async () => {
    const app = createApp({ name: 'A' })
    app.onMessage(async (_, chat) => {
      chat.defer(() => own.startActiveSpan('tidy', (span) => span.end()))
      await chat.sleep(60_000)
    })
    app.onStop(() => {
      own.startActiveSpan('words', (span) => span.end())
      return secret
    })
    const link = await served(app)
    const runId = link.ask({ text: secret })
    await turns(3)
    link.stop(runId)
    await link.settled(runId)
    expect(line('tidy')).toEqual(['tidy', 'invoke_agent A'])
    expect(line('words')).toEqual(['words', 'invoke_agent A'])
  })
})

it('no span ever holds what was said, shown, asked or thrown', async () => {
  const app = createApp({ name: 'A' })
  app.onMessage(async (message, chat) => {
    await chat.send(message.text)
    await chat.step({ name: 'tool', type: 'tool', input: secret, metadata: { note: secret } }, async (open) => {
      open.output = secret
      await chat.stream([secret])
    })
    throw new Error(secret)
  })
  const link = await served(app)
  await link.done(link.ask({ text: secret }))
  const all = spans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status }))
  expect(all).toHaveLength(2)
  expect(JSON.stringify(all)).not.toContain(secret)
})
