import '../styles/index.css'
import { createClient } from '@chatwright/client'
import { ChatwrightProvider } from '@chatwright/client/react'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { base } from './base.ts'
import { locale } from '../i18n/t.ts'
import { preloadMarkdown } from '../conversation/lazy-markdown.tsx'
import { App } from './app.tsx'
import { offerPageApi } from './page-api.ts'
import { SafetyNet } from './safety-net.tsx'

const client = createClient({ url: location.origin, path: `${base}/socket`, locale, storage: localStorage })

offerPageApi(client)

createRoot(document.getElementById('root') as HTMLElement).render(
  <SafetyNet>
    <ChatwrightProvider client={client}>
      <Router base={base}>
        <App />
      </Router>
    </ChatwrightProvider>
  </SafetyNet>,
)

// The first screen is drawn in the system's font, has no Markdown, and waits for neither: they come when it stands.
const off = client.hello.subscribe(() => {
  if (client.hello.getSnapshot() === null) return
  off()
  const idle = globalThis.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 200))
  requestAnimationFrame(() =>
    idle(() => {
      // Where they do not come, because the line broke, the system's font stays.
      import('../styles/fonts.css').catch(() => undefined)
      preloadMarkdown()
    }),
  )
})
