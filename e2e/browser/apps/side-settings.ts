import { createApp, slider, tab, textInput } from 'chatwright'

/** Settings in two tabs beside the conversation, open from the start. */
const app = createApp({
  settingsPanel: { place: 'side', open: true },
  settings: {
    ...tab('One', { size: slider({ min: 1, max: 9 }) }),
    ...tab('Two', { word: textInput({ initial: 'old' }) }),
  },
})
app.onMessage((_, chat) => chat.send(JSON.stringify(chat.settings)))

export default app
