import {
  isAnswerTo,
  pickText,
  withNamesOnly,
  type Ask,
  type Element,
  type Message,
  type Run,
  type Step,
  type TaskList,
} from '@chatwright/protocol'
import { answerTo } from './answer-to.ts'
import type { Exported } from './exported.ts'
import { grouped } from './grouped.ts'
import { aroundText, date, fenced, inline, quoted, seconds } from './markdown-parts.ts'
import { waysOf, type Turn } from './turns.ts'

/** A thread as a Markdown document, piece by piece: it may be long. What people and apps wrote stands as they wrote it. */
export function* toMarkdown(exported: Exported): Generator<string> {
  const { app, state, createdAt, exportedAt } = exported
  const writer = new MarkdownWriter(exported)
  yield `# ${inline(state.title ?? app)}\n\n`
  yield `*A conversation with ${inline(app)}, begun on ${date(createdAt)}, exported on ${date(exportedAt)}.*\n`
  const { shown, others } = waysOf(state)
  for (const turn of shown) yield* writer.turn(turn)
  for (const turns of others) {
    yield `\n---\n\n*Another way that the conversation took from here: ${date((turns[0] as Turn).at)}.*\n`
    for (const turn of turns) yield* writer.turn(turn)
  }
  for (const plan of state.taskLists) yield tasksOf(plan)
  yield* writer.panel()
}

class MarkdownWriter {
  readonly #exported: Exported
  readonly #elements: Map<string | null, Element[]>
  readonly #asks: Map<string | null, Ask[]>
  readonly #buttons: Map<string | null, { label: string }[]>
  readonly #feedback

  constructor(exported: Exported) {
    const { elements, asks, actions, feedbacks } = exported.state
    this.#exported = exported
    this.#elements = grouped(elements, ({ messageId, stepId }) => stepId ?? messageId)
    this.#asks = grouped(asks, ({ messageId }) => messageId)
    this.#buttons = grouped(actions, ({ messageId }) => messageId)
    this.#feedback = grouped(feedbacks, ({ messageId }) => messageId)
  }

  *turn({ said, run, messages, steps }: Turn): Generator<string> {
    if (said) yield* this.#message(said, null)
    const [first] = messages
    let author: string | null = null
    if (steps.length > 0) {
      author = first?.author ?? this.#exported.app
      yield heading(author, steps[0]?.startedAt ?? 0)
      yield stepsOf(steps, (step) => (this.#elements.get(step.id) ?? []).map((element) => this.#element(element)))
    }
    for (const message of messages) {
      yield* this.#message(message, author)
      author = message.role === 'user' ? null : message.author
    }
    if (run) yield endOf(run, messages)
  }

  /** What the side panel shows. */
  *panel(): Generator<string> {
    const elements = this.#elements.get(null) ?? []
    if (elements.length === 0) return
    yield `\n## ${inline(this.#exported.state.panels[0]?.title || 'Beside the conversation')}\n`
    for (const element of elements) yield `\n${this.#element(element)}\n`
  }

  *#message(message: Message, author: string | null): Generator<string> {
    const { id, text, language, command, isError, status } = message
    if (message.author !== author) yield heading(message.author, message.createdAt)
    if (command !== undefined) yield `\n*/${inline(command)}*\n`
    const body = language === null ? withNamesOnly(text) : fenced(text, language)
    if (body.trim() !== '') yield `\n${isError ? quoted(body) : aroundText(body)}\n`
    const asks = this.#asks.get(id) ?? []
    const elements = this.#elements.get(id) ?? []
    for (const element of elements) {
      if (!asks.some((ask) => isAnswerTo(ask, element))) yield `\n${this.#element(element)}\n`
    }
    const given = new Map(elements.map((element) => [element.id, this.#element(element)]))
    for (const ask of asks) yield answerTo(ask, given)
    const buttons = this.#buttons.get(id) ?? []
    if (buttons.length > 0) yield `\n*Buttons: ${buttons.map(({ label }) => inline(label)).join(', ')}*\n`
    if (status === 'streaming') yield '\n*(still being written)*\n'
    for (const { value, reasons, comment } of this.#feedback.get(id) ?? []) {
      const why = [...reasons, ...(comment === null ? [] : [comment])].map(inline).join('. ')
      yield `\n*${value === 'up' ? 'Good answer' : 'Bad answer'}${why === '' ? '' : `: ${why}`}*\n`
    }
  }

  #element(element: Element): string {
    const link = this.#exported.linkOf(element)
    const name = inline(element.name)
    if (link === null) return `*${name} (${element.kind})*${contentOf(element)}`
    return element.kind === 'image' ? `![${inline(element.alt ?? element.name)}](<${link}>)` : `[${name}](<${link}>)`
  }
}

/** What stands in the thread itself. */
function contentOf({ source, kind, language }: Element): string {
  if (source.type !== 'text') return ''
  const isMarkdown = kind === 'text' && language === null
  return `\n\n${isMarkdown ? quoted(source.text) : fenced(source.text, language ?? '')}`
}

function heading(author: string, at: number): string {
  return `\n## ${inline(author)}, ${date(at)}\n`
}

/** `elementsOf`: what is shown in a step. */
function stepsOf(steps: readonly Step[], elementsOf: (step: Step) => string[]): string {
  const ids = new Set(steps.map(({ id }) => id))
  const children = grouped(steps, ({ parentId }) => (parentId !== null && ids.has(parentId) ? parentId : null))
  const lines: string[] = []
  const add = (parentId: string | null, depth: number): void => {
    for (const step of children.get(parentId) ?? []) {
      const pad = '  '.repeat(depth)
      const time = step.endedAt === null ? '' : `, ${seconds(step.endedAt - step.startedAt)}`
      lines.push(`${pad}- **${inline(step.name)}** (${inline(step.type)}, ${step.status}${time})`)
      const panes = [...(step.showInput === false ? [] : [step.input]), step.output]
      for (const { text, language } of panes) {
        if (text.trim() === '') continue
        const block = fenced(text, language ?? '')
        lines.push(`\n${block.replaceAll(/^/gm, `${pad}  `)}\n`)
      }
      for (const element of elementsOf(step)) lines.push(`\n${element.replaceAll(/^/gm, `${pad}  `)}\n`)
      add(step.id, depth + 1)
    }
  }
  add(null, 0)
  return `\n${lines.join('\n')}\n`
}

/** What the reader was told at the end of a run that did not go as it should. */
function endOf({ state, notice, error }: Run, messages: readonly Message[]): string {
  if (state === 'stopped') {
    const words = notice?.text === undefined ? 'Stopped.' : pickText(notice.text, 'en')
    return notice === null ? '' : `\n${quoted(words)}\n`
  }
  const isTold = messages.some(({ isError }) => isError)
  if ((state === 'failed' || state === 'lost') && !isTold) return `\n${quoted(error?.message ?? `(${state})`)}\n`
  return ''
}

function tasksOf({ title, tasks }: TaskList): string {
  const lines = tasks.map((task) => `- [${task.status === 'done' ? 'x' : ' '}] ${inline(task.title)}`)
  return `\n## ${inline(title)}\n\n${lines.join('\n')}\n`
}
