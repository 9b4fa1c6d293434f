import { createApp, slider, toggle, type ProfileOptions } from 'chatwright'

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const profiles: readonly ProfileOptions[] = [
  { id: 'plain', label: 'Plain', description: 'Answers.' },
  {
    id: '厨师',
    label: 'Cook',
    description: 'Knows *recipes*, see [the book](https://example.org/book).',
    icon: 'chef-hat',
    default: true,
    starters: [{ label: 'Soup', text: 'soup' }],
    commands: [{ id: 'taste' }],
    settings: { heat: 3 },
    whileRunning: 'reject',
    keepOnStop: 'discard',
  },
]

/** Whom one can talk to; with `ASK_PROFILES` it depends on the language, and takes its time. */
const app = createApp({
  name: 'Ada',
  starters: [{ label: 'Anything' }],
  commands: [{ id: 'search' }],
  settings: { heat: slider({ min: 1, max: 9 }), loud: toggle() },
  profiles: process.env['ASK_PROFILES']
    ? async ({ locale }) => {
        await wait(Number(process.env['ASK_PROFILES']))
        return locale === 'fr' ? [{ id: 'boss' }, ...profiles] : profiles
      }
    : profiles,
})

app.onChatStart((chat) => chat.send(`Begun with ${chat.profile}`))
app.onMessage(async (message, chat) => {
  if (message.text === 'sleep') {
    await chat.send('half')
    await chat.sleep(60_000)
  }
  await chat.send(`${chat.profile} ${JSON.stringify(chat.settings)} ${message.command ?? '-'}`)
})

export default app
