import type { ChatwrightConfig } from './options.ts'

/** The default export of `chatwright.config.ts`: gives back what it gets, with its type checked in the editor. */
export function defineConfig(config: ChatwrightConfig): ChatwrightConfig {
  return config
}
