import { memo, useRef, useState, type CSSProperties } from 'react'
import type { StepNode, ThreadView } from '@chatwright/client'
import type { Step, StepPane } from '@chatwright/protocol'
import { Check, X } from 'lucide-react'
import { useCommand } from '../app/use-command.ts'
import { ElementRow } from '../elements/element-row.tsx'
import { duration } from '../format/time.ts'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'
import { NamedIcon } from '../icons/named-icon.tsx'
import { Markdown } from '../conversation/lazy-markdown.tsx'
import { fenced } from '../format/markdown-of.ts'
import { KeepSelection } from '../markdown/keep-selection.tsx'
import { GenerationPane, generationFacts } from './generation-pane.tsx'

/** The run's time, against which a step's track is drawn; milliseconds since 1970. */
export interface Span {
  from: number
  to: number
}

/** More of an argument than a row can show. */
const argCharacters = 120

interface StepRowProps {
  node: StepNode
  span: Span
  view: ThreadView
}

/** One step: a row, its input and output when it is opened, and what is nested in it. */
export const StepRow = memo(function StepRow({ node, span, view }: StepRowProps) {
  const { step, children, elements } = node
  const [chosen, setChosen] = useState<boolean | null>(null)
  const hasInput = step.showInput !== false && step.input.text !== ''
  const facts = generationFacts(step.metadata)
  const hasBody = hasInput || step.output.text !== '' || elements.length > 0 || facts.length > 0
  const isOpen = hasBody && (chosen ?? opensByItself(step))
  const row = (
    <>
      {step.icon !== null && <NamedIcon name={step.icon} isSmall />}
      <span className="label">{step.name}</span>
      <span className="arg">{hasInput && !isOpen ? oneLine(step.input.text) : ''}</span>
      <span className="track" aria-hidden="true">
        <i style={track(step, span)} />
      </span>
      <span className="time">{duration((step.endedAt ?? span.to) - step.startedAt, { isExact: true })}</span>
    </>
  )
  return (
    <li className={`step ${step.status}`} data-state={step.status}>
      <span className="node" aria-hidden="true">
        <Node step={step} />
      </span>
      <span className="sr">{t(`step.${step.status}`)}</span>
      {hasBody ? (
        <button type="button" className="step-row" aria-expanded={isOpen} onClick={() => setChosen(!isOpen)}>
          {row}
        </button>
      ) : (
        <div className="step-row">{row}</div>
      )}
      {step.status === 'running' && step.canStop && <StopStep step={step} view={view} />}
      {isOpen && (
        <div className="step-body" tabIndex={0} role="group" aria-label={step.name}>
          {hasInput && <Pane name={t('step.input')} pane={inputOf(step)} isOpen={step.status === 'running'} />}
          {step.output.text !== '' && (
            <Pane name={t('step.output')} pane={step.output} isOpen={step.status === 'running'} />
          )}
          {elements.length > 0 && (
            <div className="step-shown">
              <ElementRow elements={elements} threadId={view.id} />
            </div>
          )}
          {facts.length > 0 && <GenerationPane facts={facts} />}
        </div>
      )}
      {children.length > 0 && (
        <ol className="steps">
          {children.map((child) => (
            <StepRow key={child.step.id} node={child} span={span} view={view} />
          ))}
        </ol>
      )}
    </li>
  )
})

function StopStep({ step, view }: { step: Step; view: ThreadView }) {
  const { isBusy, press } = useCommand()
  const label = t('step.stop', { name: step.name })
  return (
    <button
      type="button"
      className="icon-btn sm step-stop"
      aria-label={label}
      title={label}
      disabled={isBusy}
      onClick={() => press(() => view.commands.stopStep(step.runId, step.id))}
    >
      <span className="sq" />
    </button>
  )
}

function Node({ step }: { step: Step }) {
  switch (step.status) {
    case 'running':
      return <span className="spin small" />
    case 'done':
      return <Icon of={Check} />
    case 'failed':
    case 'lost':
      return <Icon of={X} />
    case 'stopped':
      return <span className="sq" />
  }
}

/** What went in or came out. In a language it is a block of code, with its colours once no more comes. */
function Pane({ name, pane, isOpen }: { name: string; pane: StepPane; isOpen: boolean }) {
  const isCode = pane.language !== null && pane.language !== 'text'
  return (
    <div className="step-pane">
      <div className="pane-name">{name}</div>
      {isCode ? (
        <div className="prose">
          <Markdown text={fenced(pane.text, pane.language ?? '')} isStreaming={isOpen} />
        </div>
      ) : (
        <GrowingText text={pane.text} />
      )}
    </div>
  )
}

function GrowingText({ text }: { text: string }) {
  const root = useRef<HTMLPreElement>(null)
  return (
    <pre dir="auto" ref={root}>
      <KeepSelection root={root}>{text}</KeepSelection>
    </pre>
  )
}

/** The app may say in which language the input is shown. */
function inputOf({ input, showInput }: Step): StepPane {
  return typeof showInput === 'string' ? { text: input.text, language: showInput } : input
}

function opensByItself(step: Step): boolean {
  if (step.status === 'running') return step.defaultOpen
  return (step.defaultOpen && !step.autoCollapse) || step.status === 'failed'
}

function oneLine(text: string): string {
  return text.slice(0, argCharacters).replace(/\s+/g, ' ')
}

function track(step: Step, span: Span): CSSProperties {
  const total = Math.max(1, span.to - span.from)
  const percent = (ms: number): string => `${Math.min(100, Math.max(0, (ms / total) * 100))}%`
  const end = step.endedAt ?? span.to
  return { '--s': percent(step.startedAt - span.from), '--d': percent(end - step.startedAt) } as CSSProperties
}
