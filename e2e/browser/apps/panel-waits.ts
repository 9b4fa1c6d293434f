import { createApp, text } from 'chatwright'

/** A panel of its own width that waits for its reader. */
const app = createApp({ name: 'Ada', panel: { width: 560, autoOpen: false } })

app.onMessage(async (message, chat) => {
  switch (message.text) {
    case 'side':
      await chat.send('See plan and the rest.', {
        elements: [
          text({ name: 'plan', content: '# The plan', display: 'side' }),
          text({ name: 'map', content: '# The map', display: 'side' }),
        ],
      })
      break
    case 'open':
      await chat.panel.open({
        title: 'Sources',
        elements: [text({ name: 'A book', content: '# A book' }), text({ name: 'A song', content: '# A song' })],
      })
      await chat.send('opened')
      break
    case 'replace':
      await chat.panel.open({ title: 'Others', elements: [text({ name: 'Notes', content: '# Notes' })] })
      await chat.send('replaced')
      break
    case 'close':
      await chat.panel.close()
      await chat.send('closed')
      break
    case 'slow':
      await chat.panel.open({ title: 'Halfway', elements: [text({ name: 'Half', content: '# Half' })] })
      await chat.sleep(2_000)
      await chat.panel.open({ title: 'Never', elements: [text({ name: 'Never', content: '# Never' })] })
      break
  }
})

export default app
