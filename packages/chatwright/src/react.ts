export {
  ChatwrightProvider,
  useAppError,
  useClient,
  useComposer,
  useConnection,
  useHello,
  useMessages,
  useObservable,
  useRun,
  useSelected,
  useStop,
  useThread,
  useThreadList,
  useThreadSnapshot,
  useThreadStatus,
  useTimeline,
} from '@chatwright/client/react'
export type { Composer, StopControl } from '@chatwright/client/react'
