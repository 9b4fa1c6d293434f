/** What a client needs of the place it runs in: a browser's tab, or Node. */
export interface Environment {
  /** Milliseconds since 1970. */
  now(): number
  /** Milliseconds on a clock that never jumps. */
  elapsed(): number
  /** 0 or more, below 1. */
  random(): number
  /** Gives its off switch. */
  setTimer(run: () => void, ms: number): () => void
  /** Calls back when there is something to paint on: changes until then are shown together. Gives its off switch. */
  nextFrame(run: () => void): () => void
  /** Whether the tab is in the background. */
  isHidden(): boolean
  /** Tells when the browser believes to be back on a network. */
  onOnline(listener: () => void): () => void
}

const hiddenFrameMs = 50
/** A frame that was asked for just before the tab was hidden never comes; this comes instead. */
const lateFrameMs = 100

/** The environment there is. */
export function defaultEnvironment(): Environment {
  return {
    now: () => Date.now(),
    elapsed: () => performance.now(),
    random: () => Math.random(),
    setTimer,
    nextFrame: typeof requestAnimationFrame === 'function' ? nextAnimationFrame : nextTurn,
    isHidden: () => typeof document === 'object' && document.visibilityState === 'hidden',
    onOnline: (listener) => {
      if (typeof addEventListener !== 'function') return () => {}
      addEventListener('online', listener)
      return () => removeEventListener('online', listener)
    },
  }
}

function setTimer(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

function nextAnimationFrame(run: () => void): () => void {
  const isHidden = document.visibilityState === 'hidden'
  const timer = setTimeout(once, isHidden ? hiddenFrameMs : lateFrameMs)
  const frame = isHidden ? null : requestAnimationFrame(once)
  function cancel() {
    clearTimeout(timer)
    if (frame !== null) cancelAnimationFrame(frame)
  }
  function once() {
    cancel()
    run()
  }
  return cancel
}

function nextTurn(run: () => void): () => void {
  let isOn = true
  queueMicrotask(() => {
    if (isOn) run()
  })
  return () => {
    isOn = false
  }
}
