import { useEffect, useState } from 'react'
import { useElement } from 'chatwright/element'

interface ScribbleProps {
  trip: { stops: string[]; note: string }
}

/** Writes into its props each time it is drawn. */
export default function Scribble({ trip }: ScribbleProps) {
  const element = useElement<ScribbleProps>()
  const [presses, setPresses] = useState(0)
  const [changes, setChanges] = useState(0)
  useEffect(() => setChanges((before) => before + 1), [trip.note])
  const seen = `${trip.stops.join(' ')} / ${trip.note} / ${element.props.trip.stops.join(' ')}`
  const scribble = (): void => {
    trip.stops.push('scribbled')
    element.props.trip.stops.length = 0
    setPresses((before) => before + 1)
  }
  return (
    <div className="card stack">
      <output>{seen}</output>
      <p id="presses">{presses}</p>
      <p id="changes">{changes}</p>
      <button onClick={scribble}>Scribble</button>
      <button onClick={() => void element.update({ trip: { ...trip, note: `${trip.note}+` } })}>Keep</button>
    </div>
  )
}
