import { Component, createElement, useState, useSyncExternalStore, type ComponentType, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { frameHeights } from '@chatwright/protocol'
import { bridge } from './bridge.ts'
import { makeCopies } from './copies.ts'
import { kit } from './kit.ts'

/** Draws a component into its frame. Called by the framework; a component never calls it. */
export function mount(Element: ComponentType<never>): void {
  const place = document.getElementById('root')
  if (!place || !bridge) return
  const line = bridge
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(kit)
  // Those of the element come after: they win.
  document.adoptedStyleSheets = [sheet, ...document.adoptedStyleSheets]
  const Drawn = withOwnProps(Element as ComponentType<object>)

  function Root(): ReactNode {
    const now = useSyncExternalStore(line.subscribe, line.now)
    return now && createElement(Drawn, { props: now.props })
  }
  createRoot(place).render(createElement(Boundary, null, createElement(Root)))
  new ResizeObserver(() => {
    const height = Math.ceil(place.getBoundingClientRect().height)
    document.body.style.overflowY = height > frameHeights.most ? 'auto' : 'hidden'
    line.tell({ type: 'size', height })
  }).observe(place)
  addEventListener('error', ({ message }) => line.tell({ type: 'failed', message }))
  addEventListener('unhandledrejection', ({ reason }) => {
    line.tell({ type: 'failed', message: reason instanceof Error ? reason.message : String(reason) })
  })
}

/** A component that gets a copy of its props each time it is drawn, also when only its state has changed. */
function withOwnProps(Element: ComponentType<object>): ComponentType<{ props: object }> {
  const isFunction = typeof Element === 'function' && Element.prototype?.isReactComponent === undefined
  return function Drawn({ props }) {
    const [copies] = useState(makeCopies)
    const own = copies(props)
    // Called as it is, so that it is this that React draws again for its state.
    return isFunction ? (Element as (props: object) => ReactNode)(own) : createElement(Element, own)
  }
}

/** A component that throws shows nothing more; the page says so in its place. */
class Boundary extends Component<{ children?: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true }
  }

  override componentDidCatch(error: unknown): void {
    bridge?.tell({ type: 'broken', message: error instanceof Error ? error.message : String(error) })
  }

  override render(): ReactNode {
    return this.state.hasFailed ? null : this.props.children
  }
}
