import {
  homeOf,
  onBranch,
  setupOf,
  type Action,
  type Ask,
  type Element,
  type Message,
  type Step,
  type ToHost,
} from '@chatwright/protocol'
import type { LiveRun } from './live-run.ts'
import type { Thread } from './thread.ts'

/** What a host is told of a run. Null while nobody was there whose chat it could be. */
export function startFrame(thread: Thread, run: LiveRun, slot: number): Extract<ToHost, { type: 'start' }> | null {
  if (!thread.chat) return null
  const history = historyOf(thread, run)
  const { elements } = thread.state
  const { settings } = thread
  const { profile } = thread.offer
  return {
    type: 'start',
    runId: run.id,
    kind: run.kind,
    slot,
    chat: thread.chat,
    message: run.message,
    ...history,
    ...(elements.length === 0 ? {} : { elements: attachments(elements, history.history) }),
    files: thread.services.files.folder.of(thread.id),
    state: thread.values,
    settings: run.subject.settings?.values ?? settings,
    ...(run.subject.settings?.before ? { settingsBefore: run.subject.settings.before } : {}),
    profileId: (run.kind === 'setup' ? setupOf(thread.state, 'profile')?.profileId : profile?.id) ?? null,
    ...pressed(thread, run),
    ...(run.subject.answered ? { answered: run.subject.answered } : {}),
    ...laterAsks(thread),
    ...(run.subject.feedback ? { feedback: run.subject.feedback } : {}),
    ...(run.subject.upload ? { upload: run.subject.upload } : {}),
    ...(run.subject.stopped ? { stopped: run.subject.stopped } : {}),
    ...(run.subject.reason ? { reason: run.subject.reason } : {}),
  }
}

/** The button that was pressed, and those that stand with it. */
function pressed({ state }: Thread, { subject }: LiveRun): { action?: Action; beside?: string[] } {
  const { action } = subject
  if (!action) return {}
  const inNotices = state.runs.flatMap((run) => run.notice?.actions ?? [])
  const all = [...state.actions, ...inNotices].filter(({ messageId }) => messageId === action.messageId)
  return { action, beside: all.flatMap(({ id }) => (id === action.id ? [] : [id])) }
}

function laterAsks({ state }: Thread): { laterAsks?: Ask[] } {
  const open = state.asks.filter(({ later, status }) => later && status === 'open')
  return open.length === 0 ? {} : { laterAsks: open }
}

/** The messages on the way that the run's branch took, and the calls of tools. */
function historyOf({ state }: Thread, run: LiveRun): { history: Message[]; steps: Step[] } {
  const isShown = onBranch(state, run.branchId)
  return {
    history: state.messages.filter((message) => isShown(homeOf(message))),
    steps: toolSteps(state.steps.filter((step) => isShown(step.runId))),
  }
}

/** The calls of tools; those inside others are none of what a model is told later. */
function toolSteps(steps: readonly Step[]): Step[] {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const isInsideTool = (step: Step): boolean => {
    const parent = step.parentId === null ? undefined : byId.get(step.parentId)
    return parent !== undefined && (parent.type === 'tool' || isInsideTool(parent))
  }
  return steps.filter((step) => step.type === 'tool' && !isInsideTool(step))
}

/** What people attached to what they said. */
function attachments(elements: readonly Element[], history: readonly Message[]): Element[] {
  const said = new Set(history.flatMap(({ id, role }) => (role === 'user' ? [id] : [])))
  return elements.filter(({ messageId }) => messageId !== null && said.has(messageId))
}
