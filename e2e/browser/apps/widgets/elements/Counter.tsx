import { useState } from 'react'
import { useAction, useElement, useFunction } from 'chatwright/element'
import type { double } from '../app.ts'

interface CounterProps {
  count: number
  note: string
}

/** Everything that an element can do, one button each. */
export default function Counter({ count, note }: CounterProps) {
  const element = useElement<CounterProps>()
  const doubled = useAction<typeof double>('double')
  const [mounted] = useState(() => Math.random())
  const [result, setResult] = useState('')
  const [waiting, setWaiting] = useState('')
  useFunction('count', (args) => ({ count, args, mounted: mounted.toString() }))
  useFunction('broken', () => {
    throw new Error('The spring broke.')
  })
  useFunction('endless', (_, { signal }) => {
    setWaiting('at work')
    signal.addEventListener('abort', () => setWaiting('aborted'))
    return new Promise(() => {})
  })
  const tell = (work: Promise<unknown>): void => {
    work.then(
      (value) => setResult(JSON.stringify(value ?? null)),
      (error: Error) => setResult(`refused: ${error.message}`),
    )
  }
  return (
    <div className="card stack" data-mounted={mounted}>
      <output>
        {count}, {note}
      </output>
      <p id="result">{result}</p>
      <p id="waiting">{waiting}</p>
      <div className="row">
        <button onClick={() => tell(element.update({ count: count + 1 }))}>More</button>
        <button onClick={() => tell(element.update({ note: 'x'.repeat(100_001) }))}>Too much</button>
        <button onClick={() => tell(doubled({ count }))}>Double</button>
        <button onClick={() => tell(doubled({ count: 'two' as never }))}>Wrong</button>
        <button onClick={() => tell(element.action('fail'))}>Fail</button>
        <button onClick={() => tell(element.action('slow'))}>Slow</button>
        <button onClick={() => tell(element.action('undeclared'))}>Undeclared</button>
        <button onClick={() => tell(element.send(`count is ${count}`))}>Say</button>
        <button onClick={() => tell(element.send('', { command: 'find' }))}>Find</button>
        <button onClick={() => tell(element.send('', { command: 'hide' }))}>Hide</button>
        <button onClick={() => tell(element.submit('nothing asked'))}>Submit</button>
        <button onClick={() => tell(element.remove())}>Remove</button>
      </div>
    </div>
  )
}
