import { useState } from 'react'
import { useAction, useElement, useFunction } from 'chatwright/element'
import type { distance } from '../app.ts'
import './route.css'

interface RouteProps {
  stops: string[]
  done: string[]
  progress: number
}

/** Stops to tick off; what is ticked is kept with the conversation. */
export default function Route({ stops, done, progress }: RouteProps) {
  const element = useElement<RouteProps>()
  const distanceTo = useAction<typeof distance>('distance')
  const [far, setFar] = useState<Record<string, number>>({})
  // What the app can ask this very page, with chat.page.call.
  useFunction('farthest', () => Object.entries(far).toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null)
  const tick = (stop: string) =>
    element.update({ done: done.includes(stop) ? done.filter((one) => one !== stop) : [...done, stop] })
  const ask = async (stop: string) => {
    const { km } = await distanceTo({ stop })
    setFar((before) => ({ ...before, [stop]: km }))
  }
  return (
    <div className="card stack">
      <progress max={100} value={progress} aria-label="How much of it is planned" />
      <ol className="route">
        {stops.map((stop) => (
          <li key={stop} className="row">
            <label className="row grow">
              <input type="checkbox" checked={done.includes(stop)} onChange={() => void tick(stop)} />
              {stop}
            </label>
            {far[stop] === undefined ? (
              <button onClick={() => void ask(stop)}>How far?</button>
            ) : (
              <span className="badge">{far[stop]} km</span>
            )}
          </li>
        ))}
      </ol>
      <div className="row">
        <button onClick={() => void element.send(`Something shorter than ${stops.join(', ')}, please.`)}>
          Shorter
        </button>
        <button onClick={() => void element.remove()}>Put it away</button>
      </div>
    </div>
  )
}
