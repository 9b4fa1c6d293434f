import { ChatwrightError, limits, type FromHost, type Json, type RunError, type ToHost } from '@chatwright/protocol'
import { pressedAction } from '../action/index.ts'
import { feedbackOf } from '../feedback/index.ts'
import { readRules } from '../app/profile-rules.ts'
import { defaultName } from '../app/create-app.ts'
import { handlerOfKind, type HookName, type StopInfo } from '../app/handlers.ts'
import { givenFile, refusalIn } from '../files/given-file.ts'
import { LiveElements, PanelReopener } from '../elements/index.ts'
import { Asker, isUnanswered, LaterAsks } from '../ask/index.ts'
import { AuthorNames } from '../chat/author-names.ts'
import { History } from '../chat/history.ts'
import { LiveChat } from '../chat/live-chat.ts'
import { isStepStopped } from '../chat/live-step.ts'
import { toPlainJson } from '../chat/plain-json.ts'
import { Caller } from '../page/index.ts'
import { setUp } from '../offer/index.ts'
import type { Transcript } from '../chat/transcript.ts'
import { within } from '../run/clock.ts'
import type { Deferred } from '../run/cleanup.ts'
import { Run } from '../run/run.ts'
import type { RunTrace } from '../trace/trace.ts'
import { askNotice, noticeOf } from './ask-notice.ts'
import { goesOn } from './look-after.ts'
import { describeFailure, publicText, type Failure } from './failure.ts'
import { patience, type HostParts } from './host-parts.ts'
import { heldUpIn } from './held-up.ts'
import { putAwayOf } from './put-away.ts'
import { reportFailure } from './report-failure.ts'
import { takeChanges, type Session } from './sessions.ts'

type Start = Extract<ToHost, { type: 'start' }>
type Stop = Extract<ToHost, { type: 'stop' }>

/**
 * One run in this host, from `start` to `done`, or by way of `stop` to `settled`. The two ways are two methods that
 * may be under way at once: `perform` bows out wherever it finds the fence up, and `stop` takes it from there.
 */
export class ActiveRun {
  readonly run: Run
  readonly threadId: string
  /** When it ended, 0 until then. */
  endedAt = 0
  readonly #host: HostParts
  readonly #start: Start
  readonly #session: Session
  readonly #chat: LiveChat
  readonly #hook: HookName
  readonly #asker: Asker
  readonly #caller: Caller
  readonly #panelReopener: PanelReopener
  readonly #trace: RunTrace
  readonly #putAway: (entry: Deferred) => Promise<void>
  #settleHandler: () => void = () => undefined
  #hasSettled = false
  readonly #handlerSettled = new Promise<void>((resolve) => (this.#settleHandler = resolve)).then(() => {
    this.#hasSettled = true
  })
  #force: () => void = () => undefined
  readonly #forced = new Promise<void>((resolve) => (this.#force = resolve))
  #isForced = false
  /** What the handler of an action gave back, or the reason for which an upload is refused. */
  #value: Json | undefined
  #stopping: Promise<void> | null = null

  constructor(start: Start, host: HostParts) {
    const run = new Run(start, host)
    this.run = run
    this.threadId = start.chat.threadId
    this.#host = host
    this.#start = start
    this.#hook = handlerOfKind[start.kind]
    this.#session = host.sessions.open(this.threadId, start.state)
    const appName = host.app.options.name ?? defaultName
    this.#trace = host.trace.run({ id: run.id, kind: run.kind, threadId: this.threadId, appName })
    const renameAuthor = host.app.handlers.get('renameAuthor')
    this.#asker = new Asker(run)
    this.#caller = new Caller(run)
    this.#panelReopener = new PanelReopener(run, (frame) => this.#post(frame))
    const elements = new LiveElements(run, start)
    const transcript: Transcript = {
      run,
      asker: this.#asker,
      caller: this.#caller,
      laterAsks: new LaterAsks(run, host.app.laterAsks, start.laterAsks),
      elements,
      panelReopener: this.#panelReopener,
      trace: this.#trace,
      history: new History(
        start.history,
        () => run.clock.now(),
        start.steps,
        (messageId) => elements.attachedTo(messageId),
      ),
      names: new AuthorNames(run, renameAuthor === undefined ? null : (name) => renameAuthor(name, this.#chat)),
      appName,
      userName: start.chat.user.name,
      publicText: (error) => publicText(error, host.showErrors),
      report: (where, error) => this.#report(where, error),
    }
    this.#chat = new LiveChat(transcript, run.work, {
      info: start.chat,
      incoming: start.message && { ...start.message, attachments: elements.attachedTo(start.message.id) },
      state: this.#session.values,
      prepareModule: host.prepareModule,
      undos: host.undos,
      settings: start.settings,
      profile: start.profileId,
      readRules,
    })
    this.#putAway = putAwayOf(run, this.#chat)
  }

  /** Runs the handler. Resolves when `done` is posted or a stop took over; never rejects. */
  async perform(): Promise<void> {
    const { run } = this
    const failure = (await this.#handle()) ?? (await this.#finishAll())
    if (run.isStopped) return
    const error = failure === null ? null : await this.#fail(failure)
    if (run.isStopped) return
    await run.cleanup.run(this.#putAway)
    await this.#host.pace.turn()
    if (run.isStopped) return
    if (failure === null) run.closeOpen()
    this.#end()
    this.#trace.end(failure === null ? { state: 'completed' } : { state: 'failed', ...failure })
    const value = error === null && this.#value !== undefined ? { value: this.#value } : {}
    this.#post({ type: 'done', runId: run.id, error, detail: failure?.detail ?? null, ...value })
  }

  /** Takes the run to its end behind the fence, in the order of the stop contract's rule 9. Once; never rejects. */
  stop(frame: Stop): Promise<void> {
    this.#stopping ??= this.#takeDown(frame)
    return this.#stopping
  }

  /** Resolves when its stop is through; null when nobody stopped it. */
  get stopping(): Promise<void> | null {
    return this.#stopping
  }

  /** The stop was here first: `stop` finds no handler to wait for. */
  neverBegin(): void {
    this.#settleHandler()
  }

  /** A question, a call or a look at the panel of this run is over. */
  hear(over: Extract<ToHost, { type: 'answer' | 'call-over' | 'panel-reopened' }>): void {
    if (over.type === 'answer') this.#asker.hear(over)
    else if (over.type === 'call-over') this.#caller.hear(over)
    else this.#panelReopener.hear(over)
  }

  /** Ends one step; the run goes on. */
  stopStep(stepId: string): void {
    for (const open of this.run.open) if (open.openStep?.id === stepId) open.stop?.()
  }

  /** Skips what is left of the grace. */
  force(): void {
    this.#isForced = true
    this.#force()
    if (this.run.isStopped && !this.run.hasEnded) void this.#destroy()
  }

  /** Calls the handler, unless the fence was up before. Null when all was well, or when a stop explains the rest. */
  async #handle(): Promise<Failure | null> {
    const { run } = this
    try {
      if (run.isStopped) return null
      const working = this.#call()
      run.ledger.hold(this.#hook, working)
      const given = await working
      const { kind } = this.#start
      if (kind === 'action' || kind === 'upload') this.#value = valueOf(given)
      return null
    } catch (error) {
      // Whatever leaves a stopped run is the stop.
      if (run.isStopped || isOutcome(error)) return null
      return describeFailure(error, this.#host.showErrors)
    } finally {
      this.#settleHandler()
    }
  }

  async #call(): Promise<unknown> {
    const { handlers } = this.#host.app
    const chat = this.#chat
    switch (this.#start.kind) {
      case 'message': {
        const message = chat.incoming
        if (message === null) throw new ChatwrightError('bad_request', 'A run of kind message came without a message.')
        const answer = this.#host.app.commands.get(message.command) ?? handlers.get('onMessage')
        return chat.enter(() => answer?.({ ...message }, chat))
      }
      case 'continue':
        return chat.enter(() => handlers.get('onContinue')?.(this.#start.stopped ?? [], chat))
      case 'action': {
        const { action, beside = [] } = this.#start
        if (action === undefined) throw new ChatwrightError('bad_request', 'A run of kind action came without one.')
        return chat.enter(() => this.#host.app.actions.call(pressedAction(this.run, action, beside), chat))
      }
      case 'answer': {
        const { answered } = this.#start
        if (answered === undefined) throw new ChatwrightError('bad_request', 'A run of kind answer came without one.')
        return chat.enter(() => this.#host.app.laterAsks.call(answered, chat))
      }
      case 'settings': {
        const { settings, settingsBefore = settings } = this.#start
        return chat.enter(() => handlers.get('onSettings')?.(settings, settingsBefore, chat))
      }
      case 'settings-edit':
        return chat.enter(() => handlers.get('onSettingsEdit')?.(this.#start.settings, chat))
      case 'feedback':
      case 'feedback-removed': {
        const hook = handlerOfKind[this.#start.kind]
        return chat.enter(() => handlers.get(hook)?.(feedbackOf(this.#start), chat))
      }
      case 'upload': {
        const { upload } = this.#start
        if (upload === undefined) throw new ChatwrightError('bad_request', 'A run of kind upload came without a file.')
        const file = givenFile(upload.file, upload.path)
        return chat.enter(async () => refusalIn(await handlers.get('onUpload')?.(file, chat)))
      }
      case 'setup': {
        const { options, declared } = this.#host.app
        return chat.enter(() => setUp(this.run, chat, { options, declared, readRules }))
      }
      case 'end':
        return chat.enter(() => handlers.get('onChatEnd')?.({ reason: this.#start.reason ?? 'closed' }, chat))
      case 'start':
      case 'resume':
      case 'connect':
      case 'disconnect': {
        const hook = handlerOfKind[this.#start.kind]
        return chat.enter(() => handlers.get(hook)?.(chat))
      }
    }
  }

  /** Waits for all the handler began, awaited or not. Gives the failure that nobody looked at, if there is one. */
  async #finishAll(): Promise<Failure | null> {
    const { run } = this
    do {
      await run.ledger.idle()
      // Code that waited for the last of it gets the chance to begin the next.
      await this.#host.pace.turn()
    } while (!run.ledger.isIdle)
    if (run.isStopped) return null
    const [first, ...others] = run.ledger.takeForgotten().filter(({ error }) => !isOutcome(error))
    for (const { label, error } of others) {
      run.log('error', `${label} failed, unawaited: ${describeFailure(error, false).detail}`, { runId: run.id })
    }
    return first === undefined ? null : describeFailure(first.error, this.#host.showErrors)
  }

  async #fail(failure: Failure): Promise<RunError> {
    const { run } = this
    const onError = this.#host.app.handlers.get('onError')
    run.fail(failure.error)
    const error = await reportFailure(failure, this.#hook, { run, chat: this.#chat, onError })
    const outcome = await within(run.clock, patience.graceMs, run.ledger.idle())
    if (outcome.late) {
      run.log('warn', `The handler failed and left work that does not end: ${run.ledger.labels.join(', ')}.`, {
        runId: run.id,
      })
    }
    return error
  }

  async #takeDown(frame: Stop): Promise<void> {
    const { run } = this
    const { app, outbox, clock } = this.#host
    this.#host.post({ type: 'stop-seen', runId: run.id })
    const stoppedAt = clock.now()
    this.#trace.note('stop')
    if (this.#host.isDev) run.ledger.time(() => clock.now())
    const info = this.#stopInfo(frame)
    run.stop(frame.cause)
    outbox.drop(run.id)
    const grace = within(clock, patience.graceMs, this.#forced)

    await within(clock, patience.handlerMs, this.#handlerSettled)
    const asking = askNotice(app.handlers.get('onStop'), info, noticeOf(frame, app.options), { run, chat: this.#chat })
    this.#post({ type: 'notice', runId: run.id, ...(await asking.spoken) })
    this.#trace.note('notice')
    await asking.finished
    await run.cleanup.run(this.#putAway)

    const isAllOver = await this.#allOver(grace)
    this.#force() // puts the timer of the grace away
    run.scope?.close(run.stop())
    this.#end()
    const how = {
      stage: this.#isForced || !isAllOver ? ('forced' as const) : ('cooperative' as const),
      elapsedMs: clock.now() - stoppedAt,
      abandoned: run.ledger.labels,
      refusedCalls: run.refusedCalls,
    }
    this.#trace.end({ state: 'stopped', cause: frame.cause, ...how })
    this.#post({
      type: 'settled',
      runId: run.id,
      ...how,
      ...(this.#host.isDev ? { heldUp: heldUpIn(run.ledger, this.#hook) } : {}),
    })
    void goesOn(run, () => this.#hasSettled).then((isAtWork) => {
      if (isAtWork) this.#post({ type: 'goes-on', runId: run.id, name: this.#hook })
    })
  }

  /** Whether all that the run began ended by itself within the grace. Shields may take longer. */
  async #allOver(grace: Promise<unknown>): Promise<boolean> {
    const { run } = this
    const over = (async () => {
      await this.#handlerSettled
      await run.ledger.idle()
      await run.scope?.processesGone()
      return true
    })()
    const patient = (async () => {
      await grace
      await this.#destroy()
      // what was ended last gets to end
      await this.#host.pace.turn()
      return false
    })()
    return Promise.race([over, patient])
  }

  /** Ends what the run still has of the machine, once no shield is open, and gives its code a moment to notice. */
  async #destroy(): Promise<void> {
    const { run } = this
    await run.shields.allClosed()
    if (run.scope?.destroy() !== true) return
    this.#isForced = true
    const over = Promise.all([this.#handlerSettled, run.ledger.idle(), run.scope.processesGone()])
    await within(run.clock, patience.destroyMs, over)
  }

  #stopInfo(frame: Stop): StopInfo {
    return {
      runId: this.run.id,
      kind: this.run.kind,
      cause: frame.cause,
      by: frame.by,
      elapsedMs: frame.elapsedMs,
      elapsedSeconds: Math.round(frame.elapsedMs / 100) / 10,
      partial: frame.partial,
      openSteps: [...this.run.open].flatMap((open) => open.openStep ?? []),
    }
  }

  #end(): void {
    this.run.end()
    this.endedAt = this.run.clock.now()
    this.#saveState()
  }

  #saveState(): void {
    const changes = takeChanges(this.#session)
    if (changes === null) return
    this.#host.post({ type: 'state', threadId: this.threadId, values: changes.values })
    if (changes.left.length > 0) {
      this.run.log('debug', `Kept in memory only, for JSON cannot hold it: state.${changes.left.join(', state.')}.`, {
        threadId: this.threadId,
      })
    }
  }

  #report(where: string, error: unknown): string {
    const failure = describeFailure(error, this.#host.showErrors)
    this.run.log('error', `${where}: ${failure.detail}`, { runId: this.run.id, errorId: failure.errorId })
    return failure.publicText
  }

  /** Posts what comes after the run's outputs. */
  #post(frame: FromHost): void {
    this.#host.outbox.flush()
    this.#host.post(frame)
  }
}

/** Whether it is the reader's doing that something threw: question and step say so themselves. */
function isOutcome(error: unknown): boolean {
  return isUnanswered(error) || isStepStopped(error)
}

/** What a handler gave back, for a page: what JSON cannot hold, or holds too much of, is nothing. */
function valueOf(given: unknown): Json | undefined {
  const plain = toPlainJson(given)
  return plain !== undefined && JSON.stringify(plain).length <= limits.propsCharacters ? plain : undefined
}
