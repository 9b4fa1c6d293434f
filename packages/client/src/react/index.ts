export {
  ChatwrightProvider,
  useAppError,
  useClient,
  useConnection,
  useHello,
  useObservable,
  usePageFunction,
  useSelected,
} from './client-context.tsx'
export { useComposer, type Composer } from './use-composer.ts'
export {
  useMessages,
  useRun,
  useStop,
  useThread,
  useThreadSnapshot,
  useThreadStatus,
  useTimeline,
  type StopControl,
} from './use-thread.ts'
export { useDraft } from './use-draft.ts'
export { useFavorites } from './use-favorites.ts'
export { useThreadList } from './use-thread-list.ts'
export { useOffer, useReady, useRules } from './use-offer.ts'
