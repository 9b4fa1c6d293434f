import { useEffect, useRef, useState } from 'react'
import { useClient, useHello, useSelected } from '@chatwright/client/react'
import { frameHeights, type Element, type FromFrame, type JsonObject, type ToFrame } from '@chatwright/protocol'
import { CircleAlert } from 'lucide-react'
import { base } from '../../app/base.ts'
import { watchTheme } from '../../app/watch-theme.ts'
import { locale } from '../../i18n/t.ts'
import { Icon } from '../../icons/icon.tsx'
import { Loading } from '../loading.tsx'
import { t } from '../words.ts'
import { answerCall, type FrameCall } from './frame-calls.ts'
import { frameFont } from './frame-font.ts'
import { FrameFunctions } from './frame-functions.ts'
import { frameTheme } from './frame-theme.ts'
import { readMessage } from './read-message.ts'
import { TokenBucket } from './token-bucket.ts'
import './custom.css'

type About = { version: string } | { problem: { message: string; frame: string | null } }

const noProps: JsonObject = {}

/** Calls that a frame is answered: those above are refused, and it goes on. */
const callRate = { most: 30, perSecond: 10 }

/** All that a frame may say, its height with each step of an animation included: one that says more is closed. */
const messageRate = { most: 1_000, perSecond: 200 }

/** A component of the app's own, in a frame that reaches nothing but what is answered here. */
export default function CustomElement({ element, threadId }: { element: Element; threadId: string }) {
  const component = element.source.type === 'props' ? element.source.component : ''
  const { about, again } = useAbout(component)
  const [broken, setBroken] = useState<{ version: string; message: string } | null>(null)
  if (about === undefined) return <Loading />
  if (about === null) return <Failed name={element.name} onAgain={again} />
  if ('problem' in about) return <Failed name={element.name} {...about.problem} />
  if (broken?.version === about.version) {
    return <Failed name={element.name} message={broken.message} onAgain={() => setBroken(null)} />
  }
  return (
    <Frame
      key={about.version}
      element={element}
      component={component}
      version={about.version}
      threadId={threadId}
      onBroken={(message) => setBroken({ version: about.version, message })}
    />
  )
}

interface FrameProps {
  element: Element
  component: string
  version: string
  threadId: string
  onBroken: (message: string) => void
}

function Frame({ element, component, version, threadId, onBroken }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const line = useRef<MessagePort | null>(null)
  const client = useClient()
  const view = client.thread(threadId)
  const ask = useSelected(view, ({ state }) =>
    state.asks.findLast((one) => one.elementId === element.id && one.status === 'open'),
  )
  const [height, setHeight] = useState<number | null>(null)
  const props = element.source.type === 'props' ? element.source.props : noProps

  const tell = (message: ToFrame): void => line.current?.postMessage(message)
  const surroundings = (): void =>
    tell({ type: 'surroundings', props, isAsking: ask !== undefined, locale, theme: frameTheme() })
  const latest = useRef({ surroundings, ask, onBroken })
  latest.current = { surroundings, ask, onBroken }

  useEffect(() => {
    const calls = new TokenBucket(callRate)
    const messages = new TokenBucket(messageRate)
    const functions = new FrameFunctions(client.functions, threadId, tell)
    /** Once for all that is refused in a row: a flood must not have the page look at its styles for each call. */
    let put: number | null = null
    const putRight = (): void => {
      put = null
      latest.current.surroundings()
    }
    const answer = (call: FrameCall): void => {
      if (!calls.take()) {
        tell({ type: 'result', call: call.call, error: 'Too many calls: wait a moment.' })
        put ??= requestAnimationFrame(putRight)
        return
      }
      answerCall(view, element.id, latest.current.ask, call).then(
        (value) => tell({ type: 'result', call: call.call, value }),
        (error: unknown) => {
          latest.current.surroundings()
          tell({ type: 'result', call: call.call, error: error instanceof Error ? error.message : String(error) })
        },
      )
    }
    const hear = (message: FromFrame): void => {
      switch (message.type) {
        case 'size':
          setHeight(Math.min(frameHeights.most, Math.max(frameHeights.least, message.height)))
          return
        case 'broken':
          latest.current.onBroken(message.message)
          return
        case 'failed':
          console.warn(`chatwright: the element ${component}: ${message.message}`)
          return
        case 'functions':
          functions.offer(message.names)
          return
        case 'returned':
          functions.returned(message)
          return
        default:
          answer(message)
      }
    }
    /** Ends a frame that says too much: gone is the only way in which it is quiet. */
    const isTooMuch = (): boolean => {
      if (messages.take()) return false
      line.current?.close()
      latest.current.onBroken(t('element.flood'))
      return true
    }
    // Whoever is in the frame gets one line, once: another document that comes there gets none.
    const greet = (event: MessageEvent): void => {
      if (event.source !== frame.current?.contentWindow || isTooMuch()) return
      if (event.data !== 'chatwright:element' || line.current) return
      const { port1, port2 } = new MessageChannel()
      line.current = port1
      port1.addEventListener('message', ({ data }) => {
        const message = isTooMuch() ? null : readMessage(data)
        if (message) hear(message)
      })
      port1.start()
      frame.current?.contentWindow?.postMessage('chatwright:line', '*', [port2])
      latest.current.surroundings()
      void frameFont().then((font) => font && tell(font))
    }
    addEventListener('message', greet)
    const off = watchTheme(() => latest.current.surroundings())
    return () => {
      removeEventListener('message', greet)
      if (put !== null) cancelAnimationFrame(put)
      off()
      functions.close()
      line.current?.close()
      line.current = null
    }
  }, [client, view, threadId, element.id, component])

  useEffect(() => latest.current.surroundings(), [props, ask])

  return (
    <iframe
      ref={frame}
      className="custom-frame"
      title={element.name}
      sandbox="allow-scripts"
      src={`${base}/api/elements/${component}/frame?v=${version}`}
      style={height === null ? undefined : { blockSize: `${height}px` }}
      data-is-drawn={height !== null}
    />
  )
}

function Failed({
  name,
  message,
  frame,
  onAgain,
}: {
  name: string
  message?: string
  frame?: string | null
  onAgain?: () => void
}) {
  return (
    <div className="custom-failed" role="alert">
      <Icon of={CircleAlert} isSmall />
      <div className="grow">
        <b dir="auto">{t('element.failed', { name })}</b>
        {message !== undefined && <p dir="auto">{message}</p>}
        {frame !== null && frame !== undefined && <pre dir="ltr">{frame}</pre>}
        {onAgain && (
          <button type="button" className="btn btn-outline btn-s" onClick={onAgain}>
            {t('element.again')}
          </button>
        )}
      </div>
    </div>
  )
}

/** What the server knows of a component; asked again when its code may be other. Null when it cannot be had. */
function useAbout(component: string): { about: About | null | undefined; again: () => void } {
  const version = useHello()?.app.elementsVersion ?? 0
  const [about, setAbout] = useState<About | null>()
  const [tries, setTries] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    fetch(`${base}/api/elements/${encodeURIComponent(component)}`, { signal: stop.signal })
      .then(async (response) => {
        const body = (await response.json()) as About & { error?: { message: string; fix?: string } }
        const { error } = body
        setAbout(error ? { problem: { message: `${error.message} ${error.fix ?? ''}`.trim(), frame: null } } : body)
      })
      .catch(() => stop.signal.aborted || setAbout(null))
    return () => stop.abort()
  }, [component, version, tries])
  return { about, again: () => setTries((count) => count + 1) }
}
