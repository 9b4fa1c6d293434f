import { useEffect, useLayoutEffect, useRef, useState, type MouseEvent } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useStop, useTimeline } from '@chatwright/client/react'
import { ArrowUp, ListPlus } from 'lucide-react'
import { useNow } from '../app/use-now.ts'
import { duration } from '../format/time.ts'
import { t, type TextKey } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'
import { endSlotState } from './end-slot-state.ts'

/** After Stop has become Send again, presses are ignored for this long: a double press never sends a draft. */
const settleMs = 400

const words: Record<'stopping' | 'unconfirmed' | 'offline' | 'forcing', TextKey> = {
  stopping: 'stop.stopping',
  unconfirmed: 'stop.force',
  offline: 'stop.waits',
  forcing: 'stop.forcing',
}

interface EndSlotProps {
  view: ThreadView
  canSend: boolean
  /** What is written answers a question, so it does not wait for its turn. */
  isAnswering: boolean
  onSend: () => void
}

/** The end of the composer: Send, or Stop for as long as anything is at work. */
export function EndSlot({ view, canSend, isAnswering, onSend }: EndSlotProps) {
  const { isShown, phase, stop } = useStop(view)
  const state = endSlotState({ isBusy: isShown, canSend, phase: phase.phase })
  const isSettling = useSettling(isShown)

  if (state.slot === 'send') {
    return (
      <button
        type="submit"
        className="send"
        id="chat-submit"
        aria-label={t('composer.send')}
        title={t('composer.send')}
        disabled={!state.isReady}
        onMouseDown={keepFocus}
        onClick={(press) => {
          if (isSettling.current) press.preventDefault()
        }}
      >
        <Icon of={ArrowUp} />
      </button>
    )
  }
  return (
    <>
      {state.mayQueue && (
        <button
          type="button"
          className={isAnswering ? 'send' : 'icon-btn'}
          id="chat-submit"
          aria-label={t(isAnswering ? 'composer.send' : 'composer.queue')}
          title={t(isAnswering ? 'composer.send' : 'composer.queue')}
          onClick={onSend}
        >
          <Icon of={isAnswering ? ArrowUp : ListPlus} />
        </button>
      )}
      <StopButton view={view} look={state.look} onStop={() => stop('button')} />
    </>
  )
}

interface StopButtonProps {
  view: ThreadView
  look: keyof typeof lookClass
  onStop: () => void
}

/** Takes no focus from the draft when it is clicked, and gives it there when it goes with the focus on it. */
function StopButton({ view, look, onStop }: StopButtonProps) {
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    const own = button.current
    return () => {
      if (own === document.activeElement) document.querySelector<HTMLElement>('#chat-input')?.focus()
    }
  }, [])
  return (
    <button
      ref={button}
      type="button"
      id="stop-button"
      className={`stop ${lookClass[look]}`}
      title={t('stop.title')}
      aria-keyshortcuts="Escape"
      onMouseDown={keepFocus}
      onClick={onStop}
    >
      <span className="sq" />
      {look === 'running' ? (
        <>
          {t('stop.stop')}
          <Seconds view={view} />
        </>
      ) : (
        t(words[look])
      )}
    </button>
  )
}

const lookClass = {
  running: '',
  stopping: 'pressed',
  unconfirmed: 'warn',
  offline: 'warn',
  forcing: 'pressed',
} as const

/** A press of the mouse leaves the focus where it is. */
function keepFocus(press: MouseEvent): void {
  press.preventDefault()
}

/** How long the oldest run has been at work; nothing in its first second. */
function Seconds({ view }: { view: ThreadView }) {
  const timeline = useTimeline(view)
  const now = useNow(true, 500)
  const first = timeline.find(
    (item) => item.type === 'turn' && (item.status === 'running' || item.status === 'waiting'),
  )
  const ms = first?.type === 'turn' ? now - first.startedAt : 0
  return (
    <span className="secs" aria-hidden="true">
      {ms >= 1_000 ? duration(ms) : ''}
    </span>
  )
}

function useSettling(isShown: boolean) {
  const isSettling = useRef(false)
  const [wasShown, setWasShown] = useState(isShown)
  if (wasShown !== isShown) setWasShown(isShown)
  useEffect(() => {
    if (isShown) {
      isSettling.current = true
      return
    }
    const timer = setTimeout(() => (isSettling.current = false), settleMs)
    return () => clearTimeout(timer)
  }, [isShown])
  return isSettling
}
