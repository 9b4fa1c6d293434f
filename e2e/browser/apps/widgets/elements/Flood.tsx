let line: MessagePort | undefined
addEventListener('message', (event) => (line ??= event.ports[0]))

/** Says as much as it can, past everything it was given; a little later, so that who pressed is done. */
function flood(one: (at: number) => void): () => void {
  return () =>
    void setTimeout(() => {
      for (let at = 0; at < 20_000; at++) one(at)
    }, 300)
}

const floods = {
  Calls: flood((call) => line?.postMessage({ type: 'action', call, name: 'double', payload: { count: call } })),
  Sizes: flood((at) => line?.postMessage({ type: 'size', height: at % 2 ? 9 : 3_000 })),
  Greetings: flood(() => parent.postMessage('chatwright:element', '*')),
}

export default function Flood() {
  return (
    <div className="row">
      {Object.entries(floods).map(([name, start]) => (
        <button key={name} onClick={start}>
          {name}
        </button>
      ))}
    </div>
  )
}
