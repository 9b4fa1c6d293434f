/** What the tour says. */

export const greeting = `This is a short tour of Chatwright. There is no model behind it, only a script that answers to a few words.

Type **stop** to begin with the most important thing. Then, in any order:

- **steps**: work that shows what it is doing
- **stubborn**: code that ignores Stop
- **blocked**: code that cannot even hear it
- **markdown**: what a message can look like
- **state**: what a chat remembers
- **error**: what happens when code throws
- **examples**: a small app for each thing`

/** Long enough that nobody waits for its end. */
export function poem(): string {
  const hours = Array.from({ length: 48 }, (_, hour) => {
    const clock = `${String(hour % 24).padStart(2, '0')}:00`
    return `${clock}: the keeper climbs the stairs, looks at the sea, writes down what it does, and comes back. ${sights[hour % sights.length]}`
  })
  return `This answer is about two days in a lighthouse, told hour by hour, and it takes more than a minute. You need not read it. Press **Stop**, or Escape, whenever you like.

${hours.join('\n\n')}

That was all of it. You did not press Stop. Type **stop** if you would like to try.`
}

const sights = [
  'A ship passes, far out.',
  'Nothing passes.',
  'The wind has turned to the west.',
  'There is fog, so the horn is on.',
  'Two gulls have taken the railing.',
]

export const offers = {
  weather: 'Saturday is dry until four.',
  trains: 'A train leaves at 8:12.',
}

export const stubborn = `The code behind this message catches every error, the one that Stop throws included, and carries on counting. Press **Stop**: the counting ends on your screen and in the stored chat, whatever the code still tries to say.`

export const blocked = `In half a second the code behind this message runs \`while (true);\`. It will not look up again, so nobody can ask it to end. Press **Stop**: its worker is ended from outside and another takes its place. Anything else that worker was doing ends with it.`

export const goodbye = 'What you saw stays, and nothing follows it.'

export const hint = `I only know a few words: **stop**, **steps**, **stubborn**, **blocked**, **markdown**, **state**, **error** and **examples**. For a chat that understands more, set OPENAI_API_KEY (and OPENAI_BASE_URL and OPENAI_MODEL for another endpoint than OpenAI's) or run Ollama; then \`npm start\` serves the assistant.`

export const markdown = `## A heading

Text can be **bold**, *italic* or ~~crossed out~~, with \`code\` inside and [links](https://example.com).

| Station | Shows | Needs Stop |
|---|---|:-:|
| steps | nested work | no |
| stubborn | a bad habit | yes |
| blocked | a worse one | yes |

\`\`\`ts
app.onMessage(async (message, chat) => {
  await chat.stream(answer(message.text))
})
\`\`\`

Mathematics, inline as $e^{i\\pi} + 1 = 0$, or on its own:

$$
\\int_0^1 x^2 \\, dx = \\frac{1}{3}
$$

- [x] Read the greeting
- [ ] Press Stop once

> [!NOTE]
> All of this is drawn while it streams. Copy gives you the Markdown it was written in.
`
