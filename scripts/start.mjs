import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { install } from './install.mjs'
import { requireNode } from './node-version.mjs'
import { buildForServing, root } from './run.mjs'

/**
 * `npm start` on a fresh clone: installs and builds what is missing, then serves an example on `PORT` or 8000: the
 * assistant when there is a model to talk to, the tour otherwise.
 */
requireNode()
await install()
await buildForServing()

const model = await findModel()
if (model) {
  console.error(`• Serving the assistant, which talks to ${model}`)
} else {
  console.error('• Serving the tour, which needs no model. For a model: OPENAI_API_KEY=… npm start (or run Ollama)')
}

const child = spawn(
  process.execPath,
  [
    join(root, 'packages/chatwright/bin/chatwright.js'),
    'start',
    join(root, model ? 'examples/assistant/app.ts' : 'examples/tour/app.ts'),
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
)
// A terminal sends its signals to the child too; it ends in its own time, and this process with it.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => process.exit(signal ? 1 : code))

async function findModel() {
  if (process.env.OPENAI_BASE_URL) return 'the endpoint in OPENAI_BASE_URL'
  if (process.env.OPENAI_API_KEY) return 'OpenAI'
  try {
    const answer = await fetch('http://127.0.0.1:11434/api/tags', { signal: AbortSignal.timeout(500) })
    const { models } = await answer.json()
    return models.length > 0 ? `Ollama (${models[0].name})` : null
  } catch {
    // Nothing answers there, which is the usual case.
    return null
  }
}
