import fc from 'fast-check'
import { newId, type Message, type Role, type Step, type StepStatus } from '@chatwright/protocol'
import { userMessage } from './test-link.ts'

/** A thread as crashes, old versions and apps with ideas of their own may have left it. */
export interface DamagedThread {
  messages: Message[]
  steps: Step[]
}

const runIds = [newId(), newId(), newId()]
const text = fc.constantFrom('', '  ', 'words', 'more\n', '{"a":1}', '{"a"', '[1', '"x', '```', '\u0000')
const pane = text.map((text) => ({ text, language: null }))
const callId = fc.constantFrom('call_0', 'call_1', 'not allowed!', 'x'.repeat(60), '')

const message = fc
  .record({
    role: fc.constantFrom<Role>('user', 'assistant', 'system'),
    text,
    runId: fc.constantFrom(...runIds, null),
    createdAt: fc.nat(20),
    isError: fc.boolean(),
    language: fc.constantFrom(null, 'python'),
  })
  .map((fields): Message => ({ ...userMessage(''), ...fields }))

const step = fc
  .record({
    name: fc.constantFrom('search', 'Look it up', '', '§§', 'n'.repeat(200)),
    type: fc.constantFrom('tool', 'llm'),
    runId: fc.constantFrom(...runIds),
    status: fc.constantFrom<StepStatus>('running', 'done', 'failed', 'stopped', 'lost'),
    input: pane,
    output: pane,
    startedAt: fc.nat(20),
    endedAt: fc.option(fc.nat(30)),
    metadata: fc.oneof(fc.constant({}), fc.record({ toolCallId: callId, toolName: callId })),
  })
  .map(toolStep)

/** Any thread in which somebody has just asked something. */
export const anyThread: fc.Arbitrary<DamagedThread> = fc
  .record({ messages: fc.array(message), steps: fc.array(step), parents: fc.array(fc.nat(9)) })
  .map(({ messages, steps, parents }) => ({
    messages: [...messages, userMessage('The latest', newId())],
    steps: steps.map((step, index) => {
      const parent = parents[index]
      return parent === undefined || parent >= index ? step : { ...step, parentId: steps[parent]?.id ?? null }
    }),
  }))

/** A step that was a call of a tool and went well, but for what is said. */
export function toolStep(more: Partial<Step>): Step {
  return {
    id: newId(),
    runId: newId(),
    parentId: null,
    name: 'tool',
    type: 'tool',
    status: 'done',
    canStop: false,
    input: { text: '', language: null },
    output: { text: '', language: null },
    showInput: true,
    defaultOpen: false,
    autoCollapse: false,
    icon: null,
    startedAt: 0,
    endedAt: 0,
    metadata: {},
    tags: [],
    ...more,
  }
}
