import { useEffect, useState, type KeyboardEvent } from 'react'
import { useClient, useObservable } from '@chatwright/client/react'
import { Search } from 'lucide-react'
import { Modal } from '../dialog/modal.tsx'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'

/** Something the dialog offers beside threads. */
export interface SearchCommand {
  name: string
  keys: string
  run: () => void
}

interface SearchDialogProps {
  commands: readonly SearchCommand[]
  onOpenThread: (threadId: string) => void
  onClose: () => void
}

/** Finds a thread by its title, or a command by its name. */
export default function SearchDialog({ commands, onOpenThread, onClose }: SearchDialogProps) {
  const { threads: list } = useClient()
  const { threads } = useObservable(list)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)

  useEffect(() => {
    list.load()
    return () => list.search('')
  }, [list])

  const wanted = text.trim().toLowerCase()
  const hits = [
    ...threads.slice(0, 20).map((thread) => ({
      id: thread.id,
      group: t('search.threads'),
      name: thread.title ?? t('chat.untitled'),
      hint: '',
      run: () => onOpenThread(thread.id),
    })),
    ...commands
      .filter((command) => command.name.toLowerCase().includes(wanted))
      .map(({ name, keys, run }) => ({ id: name, group: t('search.commands'), name, hint: keys, run })),
  ]
  const chosen = Math.min(at, hits.length - 1)

  const choose = (index: number): void => {
    const hit = hits[index]
    if (!hit) return
    onClose()
    hit.run()
  }
  const onKeyDown = (key: KeyboardEvent): void => {
    if (key.key === 'Enter') {
      key.preventDefault()
      choose(chosen)
    } else if (key.key === 'ArrowDown' || key.key === 'ArrowUp') {
      key.preventDefault()
      setAt((chosen + (key.key === 'ArrowDown' ? 1 : hits.length - 1)) % Math.max(1, hits.length))
    }
  }

  return (
    <Modal
      name={{ label: t('search.label') }}
      className="search-dialog"
      isTop
      focus="input"
      onClose={onClose}
      onKeyDown={onKeyDown}
    >
      <div className="search-field">
        <Icon of={Search} />
        <input
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls="hits"
          aria-activedescendant={hits[chosen] ? `hit-${hits[chosen].id}` : undefined}
          aria-label={t('search.label')}
          value={text}
          onChange={(change) => {
            setText(change.currentTarget.value)
            setAt(0)
            list.search(change.currentTarget.value.trim().slice(0, 200))
          }}
        />
        <kbd className="only-l">esc</kbd>
        <button type="button" className="btn btn-ghost btn-s only-s" onClick={onClose}>
          {t('search.cancel')}
        </button>
      </div>
      <div id="hits" className="hits menu" role="listbox" aria-label={t('search.label')}>
        {hits.map((hit, index) => (
          <div
            key={hit.id}
            id={`hit-${hit.id}`}
            role="option"
            aria-selected={index === chosen}
            className={index === chosen ? 'item is-hover' : 'item'}
            onPointerMove={() => setAt(index)}
            onClick={() => choose(index)}
          >
            <span className="grow" dir="auto">
              {hit.name}
            </span>
            <span className="hint">{hit.hint || (hits[index - 1]?.group === hit.group ? '' : hit.group)}</span>
          </div>
        ))}
        {hits.length === 0 && <p className="threads-empty">{t('search.none')}</p>}
      </div>
    </Modal>
  )
}
