import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type Ref } from 'react'
import type { ThreadView, WantedProfile } from '@chatwright/client'
import { bequeath } from '../attachments/heirs.ts'
import { PartNet } from './part-net.tsx'
import { drawingOf, MarkdownDrawing, plainDrawing } from '../markdown/syntax.ts'
import { useClient, useHello, useOffer, useThreadList } from '@chatwright/client/react'
import type { Profile, ThreadSummary } from '@chatwright/protocol'
import { BookOpen, Menu, PanelLeft, SquarePen } from 'lucide-react'
import { useLocation } from 'wouter'
import { Conversation } from '../conversation/conversation.tsx'
import { shortcut } from '../format/shortcut.ts'
import { t } from '../i18n/t.ts'
import { IconButton } from '../icons/icon-button.tsx'
import { exportItems } from '../export/export-items.ts'
import { MenuButton, type MenuItem } from '../menu/menu-button.tsx'
import { rememberProfile, wantedProfile } from '../offer/wanted-profile.ts'
import { Sidebar } from '../sidebar/sidebar.tsx'
import { Toasts } from '../sidebar/toasts.tsx'
import { useDeletions } from '../sidebar/use-deletions.ts'
import { rememberNewThread, unsentThread } from './new-thread.ts'
import { useKeys } from './use-keys.ts'

const SearchDialog = lazy(() => import('../search/search-dialog.tsx'))
const ProfileDialog = lazy(() => import('../offer/profile-dialog.tsx'))
const ProfileSelect = lazy(() => import('../offer/profile-select.tsx'))
const KeysDialog = lazy(() => import('./keys-dialog.tsx'))
const ReadmeDialog = lazy(() => import('./readme-dialog.tsx'))
const StopReport = lazy(() => import('../dev/stop-report.tsx'))

/** The page: the sidebar and one conversation. */
export function App() {
  const client = useClient()
  const hello = useHello()
  const isDev = hello?.dev ?? false
  const hasReadme = hello?.app.hasReadme ?? false
  const [path, navigate] = useLocation()
  const [newId, setNewId] = useState(
    () => client.newThread({ threadId: unsentThread(), profileId: () => wantedProfile(client) }).id,
  )
  useEffect(() => rememberNewThread(newId), [newId])
  const [isSidebarShown, setIsSidebarShown] = useState(true)
  const [isDrawerOpen, setIsDrawerOpen] = useState(false)
  const [dialog, setDialog] = useState<'search' | 'keys' | 'readme' | null>(null)
  const view = useRef<ThreadView | null>(null)
  const [, shownId, elementId = null] = /^\/thread\/([^/]+)(?:\/element\/([^/]+))?$/.exec(path) ?? []
  const threadId = shownId ?? newId
  const [panelPlace, setPanelPlace] = useState<Element | null>(null)
  const [panelDoorPlace, setPanelDoorPlace] = useState<Element | null>(null)
  // There is room for one of the two; the sidebar comes back when the panel goes.
  const hasFolded = useRef(false)
  const onPanel = useCallback((isOpen: boolean) => {
    if (isOpen && !matchMedia('(max-width: 84.99rem)').matches) return
    setIsSidebarShown((isShown) => {
      if (!isOpen) return isShown || hasFolded.current
      hasFolded.current = isShown
      return false
    })
  }, [])
  const onElement = useCallback(
    (id: string | null) => navigate(id === null ? `/thread/${threadId}` : `/thread/${threadId}/element/${id}`),
    [threadId, navigate],
  )

  const onView = useCallback((shown: ThreadView) => {
    view.current = shown
  }, [])
  const onSaid = useCallback(() => {
    rememberNewThread(null)
    const wanted = `/thread/${threadId}`
    if (!path.startsWith(wanted)) navigate(wanted, { replace: true })
  }, [threadId, path, navigate])
  const [asked, setAsked] = useState<Profile | null>(null)
  const begin = useCallback(
    (profileId: WantedProfile) => {
      const left = view.current
      left?.close({ leave: true })
      const { id } = client.newThread({ profileId })
      if (left && !hasTalked(left)) bequeath(left.id, id)
      setNewId(id)
      navigate('/')
    },
    [client, navigate],
  )
  const newChat = useCallback(() => {
    begin(() => wantedProfile(client))
    setIsDrawerOpen(false)
  }, [client, begin])
  // Here and not in the sidebar, which may be closed while there is still something to undo.
  const [failure, setFailure] = useState<string | null>(null)
  const onDeleteFailed = useCallback(() => setFailure(t('thread.deleteFailed')), [])
  const { pending, hidden, remove, undo } = useDeletions(onDeleteFailed)
  const deleteThread = (thread: ThreadSummary): void => {
    remove(thread)
    if (thread.id === threadId) newChat()
  }
  const beginWith = useCallback(
    (profileId: string) => {
      rememberProfile(profileId)
      setAsked(null)
      begin(profileId)
    },
    [begin],
  )
  const chooseProfile = useCallback(
    (profileId: string) => {
      const shown = client.thread(threadId)
      const wanted = shown.offer.getSnapshot().profiles.find(({ id }) => id === profileId)
      if (hasTalked(shown) && wanted) setAsked(wanted)
      else beginWith(profileId)
    },
    [client, threadId, beginWith],
  )
  const openThread = useCallback((id: string) => navigate(`/thread/${id}`), [navigate])
  const toggleSidebar = useCallback(() => {
    if (matchMedia('(max-width: 47.99rem)').matches) setIsDrawerOpen((isOpen) => !isOpen)
    else setIsSidebarShown((isShown) => !isShown)
  }, [])

  const actions = useMemo(
    () => ({
      search: () => setDialog('search'),
      showKeys: () => setDialog('keys'),
      toggleSidebar,
      newChat,
      stop: () => {
        if (!view.current || view.current.getSnapshot().openRunIds.length === 0) return false
        view.current.stop({ source: 'key' })
        return true
      },
    }),
    [toggleSidebar, newChat],
  )
  useKeys(actions)

  const app = hello?.app
  const drawing = useMemo(() => app && drawingOf(app), [app])

  const sidebar = (isDrawer: boolean) => (
    <Sidebar
      currentId={threadId}
      isDrawer={isDrawer}
      hidden={hidden}
      onDelete={deleteThread}
      onFailure={setFailure}
      onNewChat={newChat}
      onSearch={() => setDialog('search')}
      onClose={toggleSidebar}
      onChosen={() => setIsDrawerOpen(false)}
    />
  )

  return (
    <MarkdownDrawing value={drawing ?? plainDrawing}>
      <button
        type="button"
        className="skip"
        onClick={() => document.querySelector<HTMLElement>('#log, #chat-input')?.focus()}
      >
        {t('app.skip')}
      </button>
      <div className="app">
        {isDrawerOpen ? (
          <>
            <div className="drawer-scrim" onClick={() => setIsDrawerOpen(false)} />
            {sidebar(true)}
          </>
        ) : (
          isSidebarShown && sidebar(false)
        )}
        <main className="sheet">
          <Header
            threadId={threadId}
            isSidebarShown={isSidebarShown}
            onSidebar={toggleSidebar}
            onNewChat={newChat}
            onProfile={chooseProfile}
            onReadme={hasReadme ? () => setDialog('readme') : null}
            doorRef={setPanelDoorPlace}
          />
          <Conversation
            key={threadId}
            threadId={threadId}
            onSaid={onSaid}
            onNewChat={newChat}
            onView={onView}
            onProfile={chooseProfile}
            panelPlace={panelPlace}
            panelDoorPlace={panelDoorPlace}
            onPanel={onPanel}
            elementId={elementId}
            onElement={onElement}
          />
        </main>
        <div className="side-place" ref={setPanelPlace} />
      </div>
      <Toasts deleted={pending} onUndo={undo} failure={failure} onDismiss={() => setFailure(null)} />
      <PartNet of={dialog ?? asked}>
        <Suspense fallback={null}>
          {dialog === 'search' && (
            <SearchDialog
              commands={[
                { name: t('chat.new'), keys: shortcut(['mod', 'shift'], 'O'), run: newChat },
                { name: t('keys.title'), keys: '?', run: () => setDialog('keys') },
                ...(hasReadme ? [{ name: t('readme.title'), keys: '', run: () => setDialog('readme') }] : []),
              ]}
              onOpenThread={openThread}
              onClose={() => setDialog(null)}
            />
          )}
          {dialog === 'readme' && <ReadmeDialog onClose={() => setDialog(null)} />}
          {dialog === 'keys' && <KeysDialog onClose={() => setDialog(null)} />}
          {asked && (
            <ProfileDialog label={asked.label} onConfirm={() => beginWith(asked.id)} onClose={() => setAsked(null)} />
          )}
          {isDev && <StopReport threadId={threadId} />}
        </Suspense>
      </PartNet>
    </MarkdownDrawing>
  )
}

function hasTalked(view: ThreadView): boolean {
  const { state, pending } = view.getSnapshot()
  // A thread has a title once somebody said something in it, pressed a button or answered a question.
  return pending.length > 0 || state.title !== null
}

interface HeaderProps {
  threadId: string
  isSidebarShown: boolean
  onSidebar: () => void
  onNewChat: () => void
  onProfile: (profileId: string) => void
  onReadme: (() => void) | null
  /** Gets the place of the button that opens the side panel. */
  doorRef: Ref<HTMLSpanElement>
}

function Header({ threadId, isSidebarShown, onSidebar, onNewChat, onProfile, onReadme, doorRef }: HeaderProps) {
  const name = useHello()?.app.name
  const view = useClient().thread(threadId)
  const hasProfiles = useOffer(view).profiles.length > 1
  const { threads } = useThreadList()
  const thread = threads.find(({ id }) => id === threadId)
  const title = thread?.title
  return (
    <header className="head">
      <IconButton icon={Menu} label={t('sidebar.open')} className="only-s" onClick={onSidebar} />
      {!isSidebarShown && (
        <>
          <IconButton
            icon={PanelLeft}
            label={t('sidebar.open')}
            className="only-l"
            id="sidebar-trigger-button"
            onClick={onSidebar}
          />
          <IconButton icon={SquarePen} label={t('chat.new')} className="only-l" onClick={onNewChat} />
        </>
      )}
      {hasProfiles ? (
        <Suspense fallback={null}>
          <ProfileSelect view={view} onChoose={onProfile} />
        </Suspense>
      ) : (
        <span className="brand-name">{name}</span>
      )}
      {title != null && (
        <>
          <span className="sep only-l" aria-hidden="true">
            /
          </span>
          <span className="title only-l" dir="auto">
            {title}
          </span>
        </>
      )}
      <span className="grow" />
      <span ref={doorRef} />
      {(thread || onReadme) && (
        <MenuButton
          id="thread-menu"
          label={t('thread.moreHere')}
          menuLabel={title ?? t('chat.untitled')}
          className="icon-btn"
          boxClass={thread ? '' : 'only-s'}
          items={[...(thread ? exportItems(threadId) : []), ...(onReadme ? [readmeItem(onReadme)] : [])]}
        />
      )}
      {onReadme && (
        <button type="button" className="pill only-l" id="readme-button" aria-haspopup="dialog" onClick={onReadme}>
          {t('readme.title')}
        </button>
      )}
      <IconButton icon={SquarePen} label={t('chat.new')} className="only-s" onClick={onNewChat} />
    </header>
  )
}

/** The readme, where there is no room for a button of its own. */
function readmeItem(onChoose: () => void): MenuItem {
  return { icon: BookOpen, label: t('readme.title'), isForSmall: true, onChoose }
}
