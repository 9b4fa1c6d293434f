import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterAll, expect, it } from 'vitest'
import { newId, type Message } from '@chatwright/protocol'
import { givenFile } from '../files/given-file.ts'
import { StrictModels } from '../testing/strict-models.ts'
import { userMessage } from '../testing/test-link.ts'
import { History } from './history.ts'

const folder = mkdtempSync(join(tmpdir(), 'chatwright-model-files-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, type: string, content: string) {
  const path = join(folder, name)
  writeFileSync(path, content)
  return givenFile({ id: newId(), name, type, bytes: Buffer.byteLength(content) }, path)
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const files = [
  file('tile.png', 'image/png', 'a picture'),
  file('plan.pdf', 'application/pdf', '%PDF-'),
  file('notes.md', 'text/markdown; charset=utf-8', 'Grüße'),
  file('tone.wav', 'audio/wav', 'RIFF'),
  file('empty.txt', 'text/plain', ''),
  file('big.png', 'image/png', 'x'.repeat(2_000)),
  file('odd.zip', 'application/zip', 'PK'),
]
const message: Message = userMessage('What is this?', newId())
const silent: Message = { ...userMessage('', newId()), id: newId() }
const history = new History([message, silent], Date.now, [], (id) =>
  id === message.id ? files : id === silent.id ? files.slice(0, 1) : [],
)
const options = { maxBytes: 1_000 }

it('are left out unless they are asked for', () => {
  expect(history.forOpenAI()).toEqual([{ role: 'user', content: 'What is this?' }])
})

it('are parts of what the person said, for OpenAI', async () => {
  const given = await history.withFiles({ ...options, types: ['image/*', 'application/pdf', 'text/*', 'audio/wav'] })
  expect(given.forOpenAI()).toEqual([
    {
      role: 'user',
      content: [
        { type: 'image_url', image_url: { url: `data:image/png;base64,${base64('a picture')}` } },
        { type: 'file', file: { filename: 'plan.pdf', file_data: `data:application/pdf;base64,${base64('%PDF-')}` } },
        { type: 'text', text: '[Attached: notes.md]\nGrüße' },
        { type: 'input_audio', input_audio: { data: base64('RIFF'), format: 'wav' } },
        { type: 'text', text: '[Attached: empty.txt]\n' },
        { type: 'text', text: '[Attached: big.png, image/png]' },
        { type: 'text', text: '[Attached: odd.zip, application/zip]' },
        { type: 'text', text: 'What is this?' },
      ],
    },
    {
      role: 'user',
      content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${base64('a picture')}` } }],
    },
  ])
})

it('are parts of what the person said, for the AI SDK', async () => {
  const [first] = (await history.withFiles(options)).forAiSdk()
  expect(first).toEqual({
    role: 'user',
    content: [
      { type: 'file', data: base64('a picture'), mediaType: 'image/png', filename: 'tile.png' },
      { type: 'file', data: base64('%PDF-'), mediaType: 'application/pdf', filename: 'plan.pdf' },
      { type: 'text', text: '[Attached: notes.md]\nGrüße' },
      { type: 'text', text: '[Attached: tone.wav, audio/wav]' },
      { type: 'text', text: '[Attached: empty.txt]\n' },
      { type: 'text', text: '[Attached: big.png, image/png]' },
      { type: 'text', text: '[Attached: odd.zip, application/zip]' },
      { type: 'text', text: 'What is this?' },
    ],
  })
})

it('are blocks of one turn, for Anthropic', async () => {
  const { messages } = (await history.withFiles(options)).forAnthropic()
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: base64('a picture') } }
  expect(messages).toEqual([
    {
      role: 'user',
      content: [
        image,
        {
          type: 'document',
          source: { type: 'base64', media_type: 'application/pdf', data: base64('%PDF-') },
          title: 'plan.pdf',
        },
        { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Grüße' }, title: 'notes.md' },
        { type: 'text', text: '[Attached: tone.wav, audio/wav]' },
        { type: 'text', text: '[Attached: empty.txt, text/plain]' },
        { type: 'text', text: '[Attached: big.png, image/png]' },
        { type: 'text', text: '[Attached: odd.zip, application/zip]' },
        { type: 'text', text: 'What is this?' },
        image,
      ],
    },
  ])
})

it('are sent by the vendors’ own clients', async () => {
  await using models = await StrictModels.start()
  const openai = new OpenAI({ baseURL: `${models.url}/v1`, apiKey: 'a key', maxRetries: 0 })
  const anthropic = new Anthropic({ baseURL: models.url, apiKey: 'a key', maxRetries: 0 })
  const given = await history.withFiles(options)
  await openai.chat.completions.create({ model: 'm', messages: given.forOpenAI() })
  await anthropic.messages.create({ model: 'm', max_tokens: 1, ...given.forAnthropic() })
  expect(models.requests).toHaveLength(2)
  expect(models.refused).toEqual([])
})

it('one that is not there any more is an error, and the history as it was', async () => {
  const gone = file('gone.png', 'image/png', 'here')
  rmSync(gone.path)
  const broken = new History([message], Date.now, [], () => [gone])
  await expect(broken.withFiles()).rejects.toThrow('ENOENT')
  expect(broken.forOpenAI()).toHaveLength(1)
})
