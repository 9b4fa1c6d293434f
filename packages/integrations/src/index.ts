export { showAiSdk } from './ai-sdk/show-ai-sdk.ts'
export type { AiSdkResult, ShowAiSdkOptions, ShownAiSdk } from './ai-sdk/show-ai-sdk.ts'
