import type { Placed, PlacedPiece } from '@chatwright/gateway/ports'
import { pieceKinds, type Message, type PieceKind, type Run, type Step, type ThreadState } from '@chatwright/protocol'
import type { MessageRow, PieceRow, RunRow, StepRow } from './tables.ts'

export function toRunRow(threadId: string, { position, item }: Placed<Run>): RunRow {
  return {
    thread_id: threadId,
    id: item.id,
    position,
    kind: item.kind,
    state: item.state,
    message_id: item.messageId,
    action_id: item.actionId,
    branch_id: item.branchId,
    started_at: item.startedAt,
    ended_at: item.endedAt,
    cause: item.cause,
    notice: item.notice && JSON.stringify(item.notice),
    error: item.error && JSON.stringify(item.error),
  }
}

export function fromRunRow(row: RunRow): Run {
  return {
    id: row.id,
    kind: row.kind as Run['kind'],
    state: row.state as Run['state'],
    messageId: row.message_id,
    actionId: row.action_id,
    branchId: row.branch_id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    cause: row.cause as Run['cause'],
    notice: row.notice === null ? null : (JSON.parse(row.notice) as Run['notice']),
    error: row.error === null ? null : (JSON.parse(row.error) as Run['error']),
  }
}

type Composed = Pick<Message, 'command' | 'args' | 'modes' | 'replaces' | 'firstRunId'>

function toComposed({ command, args, modes, replaces, firstRunId }: Message): string | null {
  const composed: Composed = {
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(modes === undefined ? {} : { modes }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(firstRunId === undefined ? {} : { firstRunId }),
  }
  return Object.keys(composed).length === 0 ? null : JSON.stringify(composed)
}

export function toMessageRow(threadId: string, { position, item }: Placed<Message>): MessageRow {
  return {
    thread_id: threadId,
    id: item.id,
    position,
    run_id: item.runId,
    parent_id: item.parentId,
    role: item.role,
    author: item.author,
    text: item.text,
    language: item.language,
    status: item.status,
    is_error: Number(item.isError),
    created_at: item.createdAt,
    composed: toComposed(item),
    metadata: JSON.stringify(item.metadata),
    tags: JSON.stringify(item.tags),
  }
}

export function fromMessageRow(row: MessageRow): Message {
  return {
    id: row.id,
    runId: row.run_id,
    parentId: row.parent_id,
    role: row.role as Message['role'],
    author: row.author,
    text: row.text,
    language: row.language,
    status: row.status as Message['status'],
    isError: row.is_error === 1,
    createdAt: row.created_at,
    ...(row.composed === null ? {} : (JSON.parse(row.composed) as Composed)),
    metadata: JSON.parse(row.metadata) as Message['metadata'],
    tags: JSON.parse(row.tags) as string[],
  }
}

export function toStepRow(threadId: string, { position, item }: Placed<Step>): StepRow {
  return {
    thread_id: threadId,
    id: item.id,
    position,
    run_id: item.runId,
    parent_id: item.parentId,
    name: item.name,
    type: item.type,
    status: item.status,
    can_stop: Number(item.canStop),
    input_text: item.input.text,
    input_language: item.input.language,
    output_text: item.output.text,
    output_language: item.output.language,
    show_input: JSON.stringify(item.showInput),
    default_open: Number(item.defaultOpen),
    auto_collapse: Number(item.autoCollapse),
    icon: item.icon,
    started_at: item.startedAt,
    ended_at: item.endedAt,
    metadata: JSON.stringify(item.metadata),
    tags: JSON.stringify(item.tags),
  }
}

export function fromStepRow(row: StepRow): Step {
  return {
    id: row.id,
    runId: row.run_id,
    parentId: row.parent_id,
    name: row.name,
    type: row.type,
    status: row.status as Step['status'],
    canStop: row.can_stop === 1,
    input: { text: row.input_text, language: row.input_language },
    output: { text: row.output_text, language: row.output_language },
    showInput: JSON.parse(row.show_input) as Step['showInput'],
    defaultOpen: row.default_open === 1,
    autoCollapse: row.auto_collapse === 1,
    icon: row.icon,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    metadata: JSON.parse(row.metadata) as Step['metadata'],
    tags: JSON.parse(row.tags) as string[],
  }
}

export function toPieceRow(threadId: string, { kind, position, item }: PlacedPiece): PieceRow {
  return { thread_id: threadId, kind, id: item.id, position, data: JSON.stringify(item) }
}

/** The pieces of a thread by kind, in the order of the rows. Kinds this version does not know are left out. */
export function fromPieceRows(rows: readonly PieceRow[]): Pick<ThreadState, PieceKind> {
  const lists = pieceKinds.map((kind) => [
    kind,
    rows.filter((row) => row.kind === kind).map((row) => JSON.parse(row.data) as unknown),
  ])
  return Object.fromEntries(lists) as Pick<ThreadState, PieceKind>
}
