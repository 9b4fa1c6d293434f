import './settings.css'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import type { ThreadView } from '@chatwright/client'
import { X } from 'lucide-react'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { Modal } from '../dialog/modal.tsx'
import { t } from '../i18n/t-later.ts'
import { IconButton } from '../icons/icon-button.tsx'
import { FieldList } from './field-list.tsx'
import { useSettingsDraft } from './use-settings-draft.ts'

interface SettingsPanelProps {
  view: ThreadView
  /** Over the page, or beside the conversation. */
  place: 'dialog' | 'side'
  /** Whether it takes the focus: not when it is open from the start. */
  takesFocus: boolean
  onClose: () => void
}

/** The settings of a chat. Nothing is kept before Save; Reset and Cancel put back what is. */
export default function SettingsPanel({ view, place, takesFocus, onClose }: SettingsPanelProps) {
  const draft = useSettingsDraft(view)
  const { isBusy, error, press } = useCommand()
  const box = useRef<HTMLDivElement>(null)
  const title = useId()
  const tabs = [...new Set(draft.form.map((field) => field.tab ?? ''))]
  const [wanted, setTab] = useState(tabs[0] ?? '')
  const tab = tabs.includes(wanted) ? wanted : (tabs[0] ?? '')
  const isDialog = place === 'dialog'

  // Over the page the dialog sees to it.
  const takesItself = takesFocus && !isDialog
  useEffect(() => {
    if (!takesItself) return undefined
    const before = document.activeElement as HTMLElement | null
    box.current?.querySelector<HTMLElement>(firstStop)?.focus()
    return () => before?.focus()
  }, [takesItself])

  const close = (): void => {
    draft.reset()
    onClose()
  }
  const cancel = (): void => {
    draft.reset()
    if (isDialog) onClose()
  }
  const save = (): void => {
    const values = draft.take()
    if (values === null) {
      const name = Object.keys(draft.problems)[0]
      const wrong = draft.form.find((field) => field.name === name)
      if (wrong) setTab(wrong.tab ?? '')
      return
    }
    press(async () => {
      if (Object.keys(values).length > 0) await view.commands.changeSettings(values)
      draft.reset()
      if (isDialog) onClose()
    })
  }
  const content = (
    <>
      <div className="dialog-head">
        <h2 id={title}>{t('settings.title')}</h2>
        <IconButton icon={X} label={t('keys.close')} onClick={close} />
      </div>
      <form
        className="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <div className="dialog-body">
          {tabs.length > 1 && <Tabs tabs={tabs} tab={tab} panelId={`${title}-panel`} onTab={setTab} />}
          <div
            className="fields"
            id={`${title}-panel`}
            {...(tabs.length > 1 ? { role: 'tabpanel', 'aria-label': tab || t('settings.other') } : {})}
          >
            <FieldList
              fields={draft.form.filter((field) => (field.tab ?? '') === tab)}
              values={draft.values}
              problems={draft.problems}
              changed={draft.changed}
              onChange={draft.set}
            />
          </div>
          <Problem text={error} />
        </div>
        <div className="dialog-foot">
          <button type="button" className="btn btn-ghost" disabled={draft.changed.length === 0} onClick={draft.reset}>
            {t('settings.reset')}
          </button>
          <span className="grow" />
          <button type="button" className="btn btn-ghost" onClick={cancel}>
            {t('settings.cancel')}
          </button>
          <button
            type="submit"
            className="btn btn-primary"
            id={isDialog ? 'confirm' : 'confirm-sidebar'}
            disabled={isBusy}
          >
            {t('settings.save')}
          </button>
        </div>
      </form>
    </>
  )
  if (isDialog) {
    return (
      <Modal name={{ labelledBy: title }} id="chat-settings" focus={firstStop} onClose={close}>
        {content}
      </Modal>
    )
  }
  const onKeyDown = (key: KeyboardEvent): void => {
    if (key.key !== 'Escape') return
    // Else it would stop what is at work.
    key.preventDefault()
    key.stopPropagation()
    close()
  }
  return (
    <aside className="side-settings" aria-labelledby={title}>
      <div ref={box} className="side-form" id="chat-settings-sidebar-content" onKeyDown={onKeyDown}>
        {content}
      </div>
    </aside>
  )
}

/** Where one begins: at the tabs, or at the first field. */
const firstStop = '[role="tab"][aria-selected="true"], .dialog-body :is(input, button, textarea):enabled'

interface TabsProps {
  tabs: readonly string[]
  tab: string
  panelId: string
  onTab: (tab: string) => void
}

function Tabs({ tabs, tab, panelId, onTab }: TabsProps) {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (key: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key.key]
    if (step === undefined) return
    key.preventDefault()
    const next = (tabs.indexOf(tab) + step + tabs.length) % tabs.length
    onTab(tabs[next] as string)
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus()
  }
  return (
    <div role="tablist" aria-label={t('settings.tabs')} className="tabs" ref={list} onKeyDown={onKeyDown}>
      {tabs.map((one) => (
        <button
          type="button"
          key={one}
          role="tab"
          className="tab"
          aria-selected={one === tab}
          aria-controls={panelId}
          tabIndex={one === tab ? 0 : -1}
          onClick={() => onTab(one)}
        >
          {one || t('settings.other')}
        </button>
      ))}
    </div>
  )
}
