import { useCallback, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'

const key = 'chatwright:panel-width'
const usual = 432
const least = 280
const stepPx = 32

function most(): number {
  return Math.max(least, Math.round(innerWidth * 0.7))
}

/**
 * How wide the panel is, in CSS pixels: by drawing its edge and by arrow keys, which is remembered; by a double click as the
 * app has it at first. `atFirst`: null where the app does not say.
 */
export function usePanelWidth(atFirst: number | null) {
  const [drawn, setDrawn] = useState(kept)
  const width = Math.min(drawn ?? atFirst ?? usual, most())
  const drag = useRef<{ x: number; width: number; sign: number } | null>(null)
  const set = useCallback((wanted: number) => {
    const next = Math.min(Math.max(least, Math.round(wanted)), most())
    setDrawn(next)
    keep(next)
  }, [])
  const reset = useCallback(() => {
    setDrawn(null)
    keep(null)
  }, [])
  const sign = (): number => (document.documentElement.dir === 'rtl' ? -1 : 1)
  return {
    width,
    handle: {
      role: 'separator',
      tabIndex: 0,
      'aria-orientation': 'vertical' as const,
      'aria-valuenow': width,
      'aria-valuemin': least,
      'aria-valuemax': most(),
      onDoubleClick: reset,
      onPointerDown: (press: PointerEvent) => {
        press.currentTarget.setPointerCapture(press.pointerId)
        drag.current = { x: press.clientX, width, sign: sign() }
      },
      onPointerMove: ({ clientX }: PointerEvent) => {
        const from = drag.current
        if (from) set(from.width + (from.x - clientX) * from.sign)
      },
      onPointerUp: () => {
        drag.current = null
      },
      onKeyDown: (press: KeyboardEvent) => {
        const moves: Record<string, number> = {
          ArrowLeft: width + stepPx * sign(),
          ArrowRight: width - stepPx * sign(),
          Home: least,
          End: most(),
        }
        const wanted = moves[press.key]
        if (wanted === undefined) return
        press.preventDefault()
        set(wanted)
      },
    },
  }
}

function kept(): number | null {
  try {
    const number = Number(localStorage.getItem(key))
    return number >= least ? number : null
  } catch {
    return null
  }
}

function keep(width: number | null): void {
  try {
    if (width === null) localStorage.removeItem(key)
    else localStorage.setItem(key, String(width))
  } catch {
    // Forbidden: then it is remembered as long as the page.
  }
}
