import { createApp } from 'chatwright'

const app = createApp({ name: 'Approvals' })

app.onMessage(async (message, chat) => {
  await chat.send(`Shall I do it: ${message.text}?`, {
    actions: [
      { name: 'approve', icon: 'check', label: 'Do it', payload: { what: message.text }, once: true },
      {
        name: 'reject',
        label: 'Leave it',
        variant: 'danger',
        confirm: 'Leave it undone?',
        payload: { what: message.text },
        once: true,
      },
    ],
  })
})

// A button's handler is a run like any other: it has steps, can ask, and Stop ends it.
app.onAction('approve', async ({ what }, chat) => {
  await chat.step({ name: 'Working', type: 'tool' }, () => chat.sleep(2_000))
  await chat.send(`Done: ${what as string}.`)
})
app.onAction('reject', ({ what }, chat) => chat.send(`Left alone: ${what as string}.`))

// With this the page offers "Continue" at the end of a stopped answer.
app.onContinue((stopped, chat) => chat.send(`Going on after ${stopped.length} messages.`))

export default app
