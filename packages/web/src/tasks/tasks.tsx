import { lazy, Suspense, useState, type CSSProperties } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useSelected } from '@chatwright/client/react'
import type { Run, Task, TaskList, ThreadState } from '@chatwright/protocol'
import { Check, ChevronDown, ListChecks, X } from 'lucide-react'
import { showMessage } from '../conversation/show-message.ts'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'
import '../styles/ask.css'
import '../styles/tasks.css'

const InlineText = lazy(() => import('../markdown/inline-text.tsx'))

const storageKey = 'chatwright:tasks-open'

/** The plan that was shown last: how far it has come, and its lines when it is open. */
export default function Tasks({ view }: { view: ThreadView }) {
  const list = useSelected(view, ({ state }) => currentList(state))
  const [isOpen, setIsOpen] = useState(isOpenAtFirst)
  if (!list || list.tasks.length === 0) return null
  const done = list.tasks.filter(({ status }) => status === 'done').length
  const all = list.tasks.length
  const current = list.tasks.find(({ status }) => status === 'running')
  const toggle = (): void => {
    localStorage.setItem(storageKey, isOpen ? 'no' : 'yes')
    setIsOpen(!isOpen)
  }
  return (
    <section className="tasks" aria-label={t('tasks.label')}>
      <button type="button" className="tasks-head" aria-expanded={isOpen} onClick={toggle}>
        <Icon of={ListChecks} isSmall />
        <span dir="auto">{isOpen || !current ? list.title : <Title text={current.title} />}</span>
        <span className="hint num">{t('tasks.of', { done, all })}</span>
        <span className="meter" aria-hidden="true" style={{ '--p': `${(done / all) * 100}%` } as CSSProperties}>
          <i />
        </span>
        <span className="grow" />
        <Icon of={ChevronDown} isSmall />
      </button>
      {isOpen && (
        <ol>
          {list.tasks.map((task) => (
            <li key={task.id}>
              <Line task={task} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

/** As the person left it; at first open, but for a phone, where it would take the room of what is said. */
function isOpenAtFirst(): boolean {
  const left = localStorage.getItem(storageKey)
  return left === null ? matchMedia('(min-width: 48rem)').matches : left === 'yes'
}

/** The plan that was shown last, until something else is asked for after its run. */
function currentList({ taskLists, runs }: ThreadState): TaskList | undefined {
  const list = taskLists.at(-1)
  const later = runs.slice(runs.findIndex((run) => run.id === list?.runId) + 1)
  // What the app does by itself, or with a button or a thumb, is nothing that was asked for.
  const isAsked = ({ kind, state }: Run): boolean =>
    (kind === 'message' || kind === 'continue') && state !== 'held' && state !== 'queued'
  return later.some(isAsked) ? undefined : list
}

function Line({ task }: { task: Task }) {
  const { title, status, messageId } = task
  const look = { ready: '', running: 'run', done: 'done', failed: 'fail', stopped: 'halt', lost: 'fail' }[status]
  const content = (
    <>
      <span className="mk" aria-hidden="true">
        <Mark status={status} />
      </span>
      <span className="sr">{t(`task.${status}`)}</span>
      <span className="grow" dir="auto">
        <Title text={title} />
      </span>
    </>
  )
  if (messageId === null) return <div className={`task ${look}`}>{content}</div>
  return (
    <button type="button" className={`task ${look}`} onClick={() => showMessage(messageId)}>
      {content}
    </button>
  )
}

/** In Markdown; a line is pressed as a whole, so nothing within is. */
function Title({ text }: { text: string }) {
  return (
    <Suspense fallback={text}>
      <InlineText text={text} />
    </Suspense>
  )
}

function Mark({ status }: { status: Task['status'] }) {
  switch (status) {
    case 'running':
      return <span className="spin small" />
    case 'done':
      return <Icon of={Check} isSmall />
    case 'failed':
    case 'lost':
      return <Icon of={X} isSmall />
    case 'stopped':
      return <span className="sq" />
    case 'ready':
      return <span className="ready" />
  }
}
