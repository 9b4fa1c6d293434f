export { showAiSdk } from '@chatwright/integrations'
export type { AiSdkResult, ShowAiSdkOptions, ShownAiSdk } from '@chatwright/integrations'
