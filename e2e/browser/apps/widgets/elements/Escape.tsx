import { useEffect, useState } from 'react'

function comes(from: EventTarget, what: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    from.addEventListener(what, resolve)
    from.addEventListener('error', () => reject(new Error('refused')))
  })
}

/** Taken hold of as early as code of an element runs. */
const EarlyConnection = (globalThis as { RTCPeerConnection?: new () => unknown }).RTCPeerConnection

/** Another document within this one, which has what was taken away here. */
function within(content: { srcdoc?: string }): typeof globalThis {
  const frame = document.createElement('iframe')
  if (content.srcdoc !== undefined) frame.srcdoc = content.srcdoc
  document.body.append(frame)
  return frame.contentWindow as unknown as typeof globalThis
}

/** What an element has no business with. */
const attempts: Record<string, (host: string) => unknown> = {
  'read the page': () => parent.document.body.innerText,
  'change the page': () => (top as Window).document.title,
  'read cookies': () => document.cookie,
  'read what is stored': () => localStorage.length,
  'fetch from another host': (host) => fetch(host),
  'fetch from its own host': () => fetch('/healthz'),
  'open a socket': (host) => comes(new WebSocket(host.replace('http', 'ws')), 'open'),
  'load a picture': (host) => {
    const picture = new Image()
    picture.src = `${host}/picture.png`
    return comes(picture, 'load')
  },
  'load a script': (host) => {
    const script = document.createElement('script')
    script.src = `${host}/script.js`
    document.head.append(script)
    return comes(script, 'load')
  },
  'run text as code': () => Reflect.construct(Function, ['return 1']),
  'call another browser': () => new RTCPeerConnection(),
  'call another browser early': () => Reflect.construct(EarlyConnection as never, []),
  'call another browser from within': () => new (within({}).RTCPeerConnection)(),
  'call another browser from a document within': () => new (within({ srcdoc: '<p>here</p>' }).RTCPeerConnection)(),
  'run code in a document within': () => {
    const code = "parent.postMessage('ran', '*')"
    const ran = comes(globalThis, 'message')
    within({ srcdoc: `<script>${code}</script><img src="data:," onerror="${code}">` })
    return Promise.race([ran, new Promise((_, reject) => setTimeout(reject, 1_000))])
  },
  'take the page elsewhere': (host) => {
    ;(top as Window).location.href = host
  },
  'open a window': (host) => {
    if (open(host) === null) throw new Error('refused')
  },
}

/** Tries all of it, and says what was refused. */
export default function Escape({ host }: { host: string }) {
  const [results, setResults] = useState<string[]>([])
  useEffect(() => {
    const form = document.createElement('form')
    form.action = `${host}/form`
    document.body.append(form)
    form.submit()
    const beacon = navigator.sendBeacon.bind(navigator)
    try {
      beacon(`${host}/beacon`)
    } catch {
      // Refused.
    }
    void (async () => {
      const lines = []
      for (const [name, attempt] of Object.entries(attempts)) {
        try {
          await attempt(host)
          lines.push(`${name}: done`)
        } catch {
          lines.push(`${name}: refused`)
        }
      }
      setResults(lines)
    })()
  }, [host])
  return results.length > 0 && <pre id="results">{results.join('\n')}</pre>
}
