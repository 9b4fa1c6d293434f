let line: MessagePort | undefined
addEventListener('message', (event) => (line ??= event.ports[0]))

const circle: Record<string, unknown> = {}
circle['self'] = circle

const messages: unknown[] = [
  null,
  'text',
  [],
  { type: 'no such thing', call: 1 },
  { type: 'size', height: Number.NaN },
  { type: 'size', height: 1e12 },
  { type: 'update', call: 2, props: 'text' },
  { type: 'update', call: 3, props: circle },
  { type: 'update', call: 4, props: { big: 1n } },
  { type: 'update', call: 5, props: { big: 'x'.repeat(5_000_000) } },
  { type: 'update', call: 6, props: JSON.parse('{"__proto__":{"taken":true}}') },
  { type: 'update', call: 7, props: { at: new Date(Number.NaN) }, source: { type: 'file', path: '/etc/passwd' } },
  { type: 'action', call: 8, name: 'x'.repeat(100_000), payload: {} },
  { type: 'action', call: 9, name: 'double', payload: circle },
  { type: 'send', call: 10, text: { toString: 1 } },
  { type: 'send', call: 11, text: '  ' },
  { type: 'submit', call: 12, value: circle },
]

/** Says what no element says. */
export default function Odd() {
  return <button onClick={() => messages.forEach((message) => line?.postMessage(message))}>Odd</button>
}
