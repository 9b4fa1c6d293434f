export { fakeClock, type FakeClock } from './fake-clock.ts'
export { scriptedModel, type ScriptedCall, type ScriptedModel, type ScriptItem } from './scripted-model.ts'
export { currentRunId, keepContext, withoutContext } from './inside-run.ts'
export { hasHandler, serveWatched, type PassedCheckpoint, type RunWatcher } from './serve-watched.ts'
