import { useState } from 'react'
import { useElement } from 'chatwright/element'

/** Two fields that must be filled in. */
export default function Form() {
  const element = useElement()
  const [name, setName] = useState('')
  const [seats, setSeats] = useState('')
  return (
    <div className="card stack">
      <label>
        Name
        <input value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        Seats
        <input inputMode="numeric" value={seats} onChange={(event) => setSeats(event.target.value)} />
      </label>
      <div className="row">
        <button
          className="primary"
          disabled={!name || !seats}
          onClick={() => void element.submit({ name, seats: Number(seats) })}
        >
          Book
        </button>
        <button onClick={() => void element.cancel()}>Nobody</button>
      </div>
    </div>
  )
}
