import type * as Api from '@opentelemetry/api'
import { runAttributes, runEndAttributes, runName, stepAttributes, stepEndAttributes, stepName } from './attributes.ts'
import type { RunAbout, RunOutcome, RunTrace, StepAbout, StepOutcome, StepTrace, Trace } from './trace.ts'

/**
 * Traces runs with whatever OpenTelemetry SDK the app has set up in this host. Each run is a trace of its own: what
 * happened to be around when it began is somebody else's.
 */
export function openTelemetry(api: typeof Api): Trace {
  const tracer = api.trace.getTracer('chatwright')
  return { run: (about) => new OtelRun(api, tracer, about) }
}

class OtelRun implements RunTrace {
  readonly api: typeof Api
  readonly #tracer: Api.Tracer
  readonly #about: RunAbout
  readonly #span: Api.Span
  readonly #context: Api.Context
  readonly #steps = new Map<string, OtelStep>()
  #hasEnded = false

  constructor(api: typeof Api, tracer: Api.Tracer, about: RunAbout) {
    this.api = api
    this.#tracer = tracer
    this.#about = about
    this.#span = tracer.startSpan(runName(about), { root: true, attributes: runAttributes(about) }, api.ROOT_CONTEXT)
    this.#context = api.trace.setSpan(api.ROOT_CONTEXT, this.#span)
  }

  enter<T>(work: () => T): T {
    return this.api.context.with(this.#context, work)
  }

  step(about: StepAbout): StepTrace {
    const active = this.api.trace.getActiveSpan()
    const name = stepName(about)
    const attributes = stepAttributes(about, this.#about)
    const span = this.#tracer.startSpan(name, { attributes }, this.#parentOf(about, active))
    const step = new OtelStep(this.api, about, span, active)
    if (!this.#hasEnded) this.#steps.set(about.id, step)
    return step
  }

  note(what: 'stop' | 'notice'): void {
    this.#span.addEvent(what === 'stop' ? 'chatwright.stop' : 'chatwright.stop.notice')
  }

  end(outcome: RunOutcome): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    const status = outcome.state === 'completed' ? 'done' : outcome.state
    for (const step of this.#steps.values()) step.end({ status, generation: null })
    this.#steps.clear()
    this.#span.setAttributes(runEndAttributes(outcome))
    // A stop is no error, so nothing is said of one.
    if (outcome.state === 'failed') this.#span.setStatus({ code: this.api.SpanStatusCode.ERROR })
    this.#span.end()
  }

  /**
   * Where a step hangs: below the span that is around the calling code, which may be one of the app's own. A step that
   * was opened as a scope is around nothing as far as OpenTelemetry can tell, so it is known by what was around it.
   */
  #parentOf({ parentId, isChosen }: StepAbout, active: Api.Span | undefined): Api.Context {
    const shown = parentId === null ? undefined : this.#steps.get(parentId)
    if (isChosen) return shown?.context ?? this.#context
    const isOurs = active?.spanContext().traceId === this.#span.spanContext().traceId
    if (!isOurs || (shown && !shown.isEntered && shown.openedIn === active)) return shown?.context ?? this.#context
    return this.api.context.active()
  }
}

class OtelStep implements StepTrace {
  /** A context with this step's span, for those below it. */
  readonly context: Api.Context
  /** The span that was around the code that opened it. */
  readonly openedIn: Api.Span | undefined
  isEntered = false
  readonly #api: typeof Api
  readonly #about: StepAbout
  readonly #span: Api.Span
  #hasEnded = false

  constructor(api: typeof Api, about: StepAbout, span: Api.Span, openedIn: Api.Span | undefined) {
    this.#api = api
    this.#about = about
    this.#span = span
    this.openedIn = openedIn
    this.context = api.trace.setSpan(api.context.active(), span)
  }

  enter<T>(work: () => T): T {
    this.isEntered = true
    return this.#api.context.with(this.context, work)
  }

  end(outcome: StepOutcome): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#span.setAttributes(stepEndAttributes(outcome))
    if (outcome.generation !== null) this.#span.updateName(stepName(this.#about, outcome.generation))
    if (outcome.status === 'failed') this.#span.setStatus({ code: this.#api.SpanStatusCode.ERROR })
    this.#span.end()
  }
}
