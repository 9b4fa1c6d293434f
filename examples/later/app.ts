import { createApp, laterAsk, select, textInput } from 'chatwright'

const app = createApp({ name: 'Events' })

// What is asked, and with it the type of its answer. The key stands in stored threads: it stays the same.
const visit = laterAsk.form('visit', {
  verdict: select({ label: 'How was it?', options: ['Wonderful', 'All right', 'Not again'] }),
  words: textInput({ label: 'In a few words', multiline: true }),
})
const deposit = laterAsk.approve<{ cents: number }>('deposit')

app.onMessage(async (message, chat) => {
  await chat.send(`Booked: ${message.text}.`)
  // Both stay open when this run is over: through a reload, a restart of the server, a weekend.
  await chat.ask.later(deposit, 'The castle wants a deposit. Shall I pay it?', { args: { cents: 2_000 } })
  await chat.ask.later(visit, 'When you are back: what was it like?', { context: { booked: message.text } })
})

// Each answer begins a run of its own, which Stop ends like any other.
app.onAskAnswered(deposit, async ({ value }, chat) => {
  await chat.send(value?.approved ? `Paid ${value.args.cents / 100} €.` : 'Then I leave it unpaid.')
})
app.onAskAnswered(visit, async ({ value, context }, chat) => {
  const { booked } = context as { booked: string }
  if (value !== null) await chat.send(`Noted for ${booked}: ${value.verdict.toLowerCase()}.`)
})

export default app
