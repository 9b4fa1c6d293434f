import { Fragment, lazy, memo, Suspense, useMemo } from 'react'
import type { StepNode, ThreadView, Turn } from '@chatwright/client'
import { isAnswerTo, type Ask, type Element, type Message } from '@chatwright/protocol'
import { useHello } from '@chatwright/client/react'
import { X } from 'lucide-react'
import { Face } from '../authors/face.tsx'
import { ActionRow } from '../actions/lazy-action-row.tsx'
import { ElementRow } from '../elements/element-row.tsx'
import { timeOfDay } from '../format/time.ts'
import { locale, t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'
import { useLedTo } from '../references/references.tsx'
import { Again } from './again.tsx'
import { AnswerBar } from './answer-bar.tsx'
import { MessageBody } from './message-body.tsx'
import { NoticeRow, StoppingRow } from './notice-row.tsx'
import { Trouble } from './trouble.tsx'

const Work = lazy(() => import('../steps/work.tsx'))
const AskCard = lazy(() => import('../ask/ask-card.tsx'))

/** What one run said and did. Renders when its own turn changes, and at no other time. */
export const TurnRow = memo(function TurnRow({ turn, view }: { turn: Turn; view: ThreadView }) {
  const appName = useHello()?.app.name ?? ''
  const messages = allMessages(turn, view)
  const isEmpty = messages.length === 0 && turn.steps.length === 0
  if (isEmpty && isQuiet(turn)) return null
  const author = turn.author ?? appName
  const isLive = turn.status === 'running' || turn.status === 'waiting'
  const hasErrorMessage = messages.some((message) => message.isError)
  // A step at work says by itself that something is coming.
  const isStepAtWork = turn.steps.some(({ step }) => step.status === 'running')
  const isWaitingForText =
    turn.status !== 'waiting' &&
    // Nobody has asked for what an app begins with.
    turn.run?.kind !== 'start' &&
    (isLive || turn.status === 'pending') &&
    messages.at(-1)?.status !== 'streaming' &&
    !isStepAtWork

  const hasBar = turn.endedAt !== null && messages.length > 0

  return (
    <article
      className={`turn ${railClass(turn)}${hasBar ? ' has-bar' : ''}`}
      data-state={turn.status}
      aria-label={t('turn.label', { author })}
    >
      <Face author={author} pictureOf={pictureOf(messages[0])} view={view} />
      <div className="byline">
        <b>{author}</b>
        <time dateTime={new Date(turn.startedAt).toISOString()}>{timeOfDay(turn.startedAt, locale)}</time>
      </div>
      {turn.steps.length > 0 && (
        <Suspense fallback={<div className="work" />}>
          <Work turn={turn} view={view} />
        </Suspense>
      )}
      {messages.map((message, index) => (
        <Fragment key={message.id}>
          {speaker(message) !== speaker(messages[index - 1] ?? message) && <Speaker message={message} view={view} />}
          <MessageWithElements message={message} isLive={isLive} elements={withoutAnswered(turn)} threadId={view.id} />
          <Suspense fallback={null}>
            {turn.asks.map(
              (ask) =>
                ask.messageId === message.id && (
                  <AskCard key={ask.id} ask={ask} given={givenTo(ask, turn)} view={view} />
                ),
            )}
          </Suspense>
          <Buttons turn={turn} messageId={message.id} view={view} />
        </Fragment>
      ))}
      {isWaitingForText && <span className="caret alone" aria-hidden="true" />}
      {turn.status === 'failed' && !hasErrorMessage && turn.error && (
        <Trouble text={turn.error.message} errorId={turn.error.errorId} />
      )}
      {turn.status === 'stopping' && <StoppingRow view={view} />}
      {turn.status === 'stopped' && <NoticeRow turn={turn} view={view} />}
      {turn.status === 'lost' && (
        <div className="notice">
          <span className="cap">
            <Icon of={X} isSmall />
          </span>
          <div className="said">{turn.error?.message ?? t('turn.lost')}</div>
          <span className="rule" />
          <Again turn={turn} view={view} />
        </div>
      )}
      {hasBar && <AnswerBar turn={turn} messages={messages} view={view} />}
    </article>
  )
})

interface MessageWithElementsProps {
  message: Message
  isLive: boolean
  /** Those of the whole turn. */
  elements: readonly Element[]
  threadId: string
}

/** What answers a question goes with the question, or stands in its card. */
function withoutAnswered({ elements, asks }: Turn): readonly Element[] {
  const isOver = ({ elementId, status }: Ask, { id }: Element): boolean => elementId === id && status !== 'open'
  if (!asks.some(({ elementId, answer }) => elementId !== undefined || answer?.type === 'files')) return elements
  return elements.filter((element) => !asks.some((ask) => isOver(ask, element) || isAnswerTo(ask, element)))
}

/** The files that a person answered a question with. */
function givenTo(ask: Ask, { elements }: Turn): readonly Element[] {
  return ask.answer?.type === 'files' ? elements.filter((element) => isAnswerTo(ask, element)) : noElements
}

const noElements: readonly Element[] = []

function MessageWithElements({ message, isLive, elements, threadId }: MessageWithElementsProps) {
  const [ledTo, onLed] = useLedTo()
  const own = useMemo(() => elements.filter(({ messageId }) => messageId === message.id), [elements, message.id])
  return (
    <>
      <MessageBody message={message} isLive={isLive} elements={own} onLed={onLed} />
      <ElementRow elements={own} threadId={threadId} ledTo={ledTo} />
    </>
  )
}

/** Where another goes on speaking within a turn. */
function Speaker({ message, view }: { message: Message; view: ThreadView }) {
  return (
    <div className="byline speaker">
      <Face author={message.author} pictureOf={pictureOf(message)} view={view} />
      <b>{message.author}</b>
    </div>
  )
}

function pictureOf(message: Message | undefined): string | undefined {
  const name = message?.metadata['avatarName']
  return typeof name === 'string' ? name : undefined
}

function speaker(message: Message): string {
  return `${message.author}\n${pictureOf(message) ?? ''}`
}

function Buttons({ turn, messageId, view }: { turn: Turn; messageId: string; view: ThreadView }) {
  const actions = turn.actions.filter((action) => action.messageId === messageId)
  return actions.length === 0 ? null : <ActionRow actions={actions} view={view} />
}

/** The turn's messages, those said within steps included, in the order they came. */
function allMessages(turn: Turn, view: ThreadView): readonly Message[] {
  const nested = turn.steps.flatMap(messagesIn)
  if (nested.length === 0) return turn.messages
  const order = new Map(view.getSnapshot().state.messages.map(({ id }, at) => [id, at]))
  const placeOf = ({ id }: Message): number => order.get(id) ?? order.size
  return [...turn.messages, ...nested].toSorted((a, b) => placeOf(a) - placeOf(b))
}

function messagesIn(node: StepNode): Message[] {
  return [...node.messages, ...node.children.flatMap(messagesIn)]
}

/** A turn of which nobody needs to know: it said nothing and ended well, or nobody asked for it. */
function isQuiet(turn: Turn): boolean {
  if (turn.status === 'completed') return true
  const isAsked = turn.run === null || turn.run.kind === 'message'
  return !isAsked && turn.status !== 'failed' && turn.status !== 'lost' && turn.status !== 'stopped'
}

function railClass({ status }: Turn): string {
  switch (status) {
    case 'running':
      return 'is-running'
    case 'waiting':
      return 'is-running is-waiting'
    case 'stopping':
      return 'is-stopping'
    case 'stopped':
      return 'is-stopped'
    default:
      return ''
  }
}
