import { createApp } from 'chatwright'

const bad = `<script>document.title = 'taken'</script>
<img src=x onerror="document.title='taken'"> <b onclick="document.title='taken'">bold</b>
[here](javascript:document.title='taken')`

/** Introduces itself in HTML that wants to run, here and in its readme. */
const app = createApp({
  name: 'Ada',
  html: true,
  profiles: [
    { id: 'guide', label: 'Guide', description: `Guides.\n\n${bad}` },
    { id: 'critic', label: 'Critic', description: `Criticises.\n\n${bad}` },
  ],
})

app.onMessage((_, chat) => chat.send('Yes?'))

export default app
