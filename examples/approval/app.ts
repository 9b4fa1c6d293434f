import { createApp, select, slider, textInput, toggle } from 'chatwright'

const app = createApp({ name: 'Refunds' })

app.onMessage(async (_, chat) => {
  // Typed: { booking: string | null, reason: 'rain' | 'ill', seats: number, card: boolean }, or null when it is skipped.
  const claim = await chat.ask.form(
    'What is it about?',
    {
      booking: textInput({ label: 'Booking', placeholder: 'CW-1234', required: true }),
      reason: select({
        label: 'Reason',
        options: [
          { value: 'rain', label: 'Rain' },
          { value: 'ill', label: 'Ill' },
        ],
      }),
      seats: slider({ label: 'Seats', min: 1, max: 6, initial: 2 }),
      card: toggle({ label: 'Back to the card', initial: true }),
    },
    { otherwise: null },
  )
  if (claim === null) return void (await chat.send('Another time, then.'))

  const decision = await chat.ask.approve(
    { tool: 'refund', args: { booking: claim.booking, cents: claim.seats * 1_250 } },
    { editable: true, timeoutMs: Number.POSITIVE_INFINITY },
  )
  if (!decision.approved) return void (await chat.send(`Not refunded. ${decision.reason ?? ''}`))

  await chat.step({ name: 'refund', type: 'tool', input: decision.args }, (step) => {
    step.output = { ok: true }
  })
  await chat.send(`Refunded ${decision.args.cents / 100} € for ${decision.args.booking}.`)
})

export default app
