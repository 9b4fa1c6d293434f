import './stop-report.css'
import { useState } from 'react'
import { useClient, useObservable } from '@chatwright/client/react'
import { X } from 'lucide-react'
import { IconButton } from '../icons/icon-button.tsx'
import { findingOf, formatMs, type StopFinding } from './stop-finding.ts'
import { handlerOf, words } from './words.ts'

/**
 * Tells an author what did not want to stop, after a stop that was killed, forced, left something behind or took long.
 * Only while the app is being written; gone when it is closed, until the next such stop.
 */
export default function StopReport({ threadId }: { threadId: string }) {
  const view = useClient().thread(threadId)
  const settled = useObservable(view.settled)
  const [closed, setClosed] = useState<readonly string[]>([])
  const findings = settled.flatMap((one) => {
    const kind = view.getSnapshot().state.runs.find(({ id }) => id === one.runId)?.kind ?? 'message'
    const finding = findingOf(one, handlerOf[kind])
    return finding ? [{ runId: one.runId, finding }] : []
  })
  const last = findings.at(-1)
  if (!last || closed.includes(last.runId)) return null
  const close = (): void => setClosed([...closed, last.runId])
  return (
    <aside
      className="dev"
      aria-label={words.label}
      onKeyDown={(key) => {
        if (key.key !== 'Escape') return
        key.preventDefault()
        close()
        document.querySelector<HTMLElement>('#chat-input')?.focus()
      }}
    >
      <Report finding={last.finding} onClose={close} />
    </aside>
  )
}

function Report({ finding, onClose }: { finding: StopFinding; onClose: () => void }) {
  const { verdict, summary, advice, heldUp, droppedFrames } = finding
  // Where all go on the header says so.
  const areMixed = heldUp.some(({ goesOn }) => !goesOn)
  return (
    <>
      <header>
        <span className="sq" aria-hidden="true" />
        <b>{words.title}</b>
        <span className={verdict === 'slow' ? 'badge' : 'badge warn'}>{words[verdict]}</span>
        <IconButton icon={X} label={words.close} isSmall onClick={onClose} />
      </header>
      <div className="dev-body" tabIndex={0} role="group" aria-label={words.heldUp}>
        <p>{summary}</p>
        <div className="dev-cap" aria-hidden="true">
          <span>{words.heldUp}</span>
          <span>{words.took}</span>
        </div>
        <ul>
          {heldUp.map(({ name, place, ms, goesOn }) => (
            <li key={`${name} ${place}`}>
              <span className="what" dir="ltr">
                <code>{name}</code>
                {place !== null && <span>{place}</span>}
              </span>
              {goesOn && areMixed && <span className="badge warn">{words.abandoned}</span>}
              <span className="ms">{formatMs(ms)}</span>
            </li>
          ))}
          {heldUp.length === 0 && <li>{words.unnamed}</li>}
        </ul>
        <p className="dev-advice">{advice}</p>
      </div>
      {droppedFrames > 0 && (
        <footer>
          <b>{droppedFrames}</b> {droppedFrames === 1 ? 'call or frame' : 'calls and frames'} refused at the fence
        </footer>
      )}
    </>
  )
}
