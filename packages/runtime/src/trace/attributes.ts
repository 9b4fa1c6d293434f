import type { Generation } from '../chat/step-handle.ts'
import type { RunAbout, RunOutcome, StepAbout, StepOutcome } from './trace.ts'

/** What a span may carry. */
export type Attributes = Record<string, string | number | boolean | string[]>

/** What OpenTelemetry's conventions for generative AI call the types of a step. */
const operations: Readonly<Record<string, string>> = {
  tool: 'execute_tool',
  llm: 'chat',
  embedding: 'embeddings',
  retrieval: 'retrieval',
}

function isAnswer(kind: RunAbout['kind']): boolean {
  return kind === 'message' || kind === 'continue'
}

/** A run that answers a person is called what the conventions call an agent at work. */
export function runName({ kind, appName }: RunAbout): string {
  return isAnswer(kind) ? `invoke_agent ${appName}` : `run ${kind}`
}

export function runAttributes({ id, kind, threadId, appName }: RunAbout): Attributes {
  return {
    'chatwright.thread.id': threadId,
    'chatwright.run.id': id,
    'chatwright.run.kind': kind,
    'gen_ai.conversation.id': threadId,
    'gen_ai.agent.name': appName,
    ...(isAnswer(kind) ? { 'gen_ai.operation.name': 'invoke_agent' } : {}),
  }
}

export function runEndAttributes(outcome: RunOutcome): Attributes {
  const state = { 'chatwright.run.state': outcome.state }
  switch (outcome.state) {
    case 'completed':
      return state
    case 'failed':
      return { ...state, 'error.type': typeOf(outcome.error), 'chatwright.error.id': outcome.errorId }
    case 'stopped':
      return {
        ...state,
        'chatwright.stop.cause': outcome.cause,
        'chatwright.stop.stage': outcome.stage,
        'chatwright.stop.elapsed_ms': outcome.elapsedMs,
        'chatwright.stop.abandoned': [...outcome.abandoned],
        'chatwright.stop.refused_calls': outcome.refusedCalls,
      }
  }
}

export function stepName({ name, type }: StepAbout, generation: Generation | null = null): string {
  if (type === 'tool') return `execute_tool ${name}`
  if (type === 'llm') return typeof generation?.model === 'string' ? `chat ${generation.model}` : 'chat'
  return name
}

export function stepAttributes(about: StepAbout, run: RunAbout): Attributes {
  const operation = operations[about.type]
  return {
    'chatwright.thread.id': run.threadId,
    'chatwright.run.id': run.id,
    'chatwright.step.id': about.id,
    'chatwright.step.name': about.name,
    'chatwright.step.type': about.type,
    ...(operation === undefined ? {} : { 'gen_ai.operation.name': operation }),
    ...(about.type === 'tool' ? { 'gen_ai.tool.name': about.name } : {}),
  }
}

export function stepEndAttributes({ status, error, generation }: StepOutcome): Attributes {
  return {
    'chatwright.step.status': status,
    ...(status === 'failed' ? { 'error.type': typeOf(error) } : {}),
    ...(generation === null ? {} : generationAttributes(generation)),
  }
}

/** The numbers and names of a model's call, and none of its texts. */
function generationAttributes({ provider, model, settings = {}, inputTokens, outputTokens }: Generation): Attributes {
  const all = {
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': model,
    'gen_ai.request.temperature': settings['temperature'],
    'gen_ai.request.max_tokens': settings['maxTokens'] ?? settings['maxOutputTokens'] ?? settings['max_tokens'],
    'gen_ai.usage.input_tokens': inputTokens,
    'gen_ai.usage.output_tokens': outputTokens,
  }
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) =>
      /name|model/.test(name) ? typeof value === 'string' : typeof value === 'number',
    ),
  ) as Attributes
}

/** The class of an error: its message may hold what somebody said. */
function typeOf(error: unknown): string {
  if (error instanceof Error) return error.name
  return typeof error
}
