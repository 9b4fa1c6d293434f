import { trace } from '@opentelemetry/api'
import { createApp } from 'chatwright'
import { traceTo } from './tracing.ts'

if (process.env['SPANS']) traceTo(process.env['SPANS'])
const tracer = trace.getTracer('traced')

const app = createApp({ name: 'Traced' })

app.onMessage(async (message, chat) => {
  await chat.send('Here I am.')
  await chat.step('Look up', () => tracer.startActiveSpan('query', (span) => span.end()))
  if (message.text === 'block') for (;;);
  if (message.text === 'wait') await chat.step('Wait', () => chat.sleep(60_000))
})

export default app
