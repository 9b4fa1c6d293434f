import { createApp } from 'chatwright'

/** Says HTML, good and bad. `HTML=1` lets it be drawn. */
const app = createApp({ name: 'Ada', html: process.env['HTML'] === '1' })

const good =
  'Press <kbd>Esc</kbd>, **and <mark>look</mark>** H<sub>2</sub>O<br>next\n\n<details><summary>More</summary><p align="center">Inside</p><table><tr><td>Cell</td></tr></table></details>\n'

const bad = `Before <img src=x onerror="document.title='taken'"> <a href="javascript:document.title='taken'">here</a> <b onclick="document.title='taken'" style="position:fixed">bold</b>

<p>To <a href="https://example.org/ok">away</a></p>

<script>document.title = 'taken'</script>
<img src="https://example.org/taken.png"><svg onload="document.title='taken'"></svg>
<form action="https://example.org"><input name="password"><button>Sign in</button></form>
<div class="composer" id="chat-input" style="position:fixed;inset:0">Cover</div>
<iframe src="https://example.org"></iframe><math><mtext><table><mglyph><style><img src=x onerror="document.title='taken'">
<a href="data:text/html,<script>1</script>">data</a>

after`

app.onMessage(async (message, chat) => {
  await chat.stream(pieces(message.text === 'bad' ? bad : good))
})

async function* pieces(text: string): AsyncIterable<string> {
  for (let at = 0; at < text.length; at += 7) {
    yield text.slice(at, at + 7)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export default app
