import { useState } from 'react'
import { useElement } from 'chatwright/element'

/** A question that is answered with stars. */
export default function Rating({ most }: { most: number }) {
  const element = useElement()
  const [stars, setStars] = useState(0)
  return (
    <div className="row" role="group" aria-label="Stars">
      {Array.from({ length: most }, (_, index) => index + 1).map((count) => (
        <button
          key={count}
          aria-pressed={count === stars}
          aria-label={`${count}`}
          className={count <= stars ? 'primary' : ''}
          onClick={() => setStars(count)}
        >
          ★
        </button>
      ))}
      <button className="primary" disabled={stars === 0} onClick={() => void element.submit({ stars })}>
        Rate
      </button>
      <button onClick={() => void element.cancel()}>Not now</button>
    </div>
  )
}
