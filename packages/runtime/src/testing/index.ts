export { fakeClock, type FakeClock } from './fake-clock.ts'
export { scriptedModel, type ScriptedCall, type ScriptedModel, type ScriptItem } from './scripted-model.ts'
