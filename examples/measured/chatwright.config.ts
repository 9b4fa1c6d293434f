import { defineConfig } from 'chatwright'

export default defineConfig({
  metrics: true,
  // In production: CHATWRIGHT_METRICS_TOKEN and CHATWRIGHT_API_TOKEN, in the environment.
})
