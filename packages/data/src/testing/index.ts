export { placed, sampleMessage, sampleRun, sampleStep, sampleWrite } from './samples.ts'
export { storeSuite } from './store-suite.ts'
export type { StoreUnderTest } from './store-under-test.ts'
