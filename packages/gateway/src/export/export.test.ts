import {
  applyAll,
  emptyThread,
  newId,
  threadExport,
  type Ask,
  type Element,
  type Message,
  type Run,
  type ThreadRecord,
  type ThreadState,
} from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { answerTo } from './answer-to.ts'
import { fileNameFor } from './file-name.ts'
import { toJson } from './to-json.ts'
import { toMarkdown } from './to-markdown.ts'

const at = Date.parse('2026-11-26T17:30:00Z')

function fold(records: ThreadRecord[]): ThreadState {
  return applyAll(
    emptyThread(newId()),
    records.map((record, index) => ({ ...record, seq: index + 1, at: at + index })),
  )
}

function message(fields: Partial<Message>): ThreadRecord {
  const whole: Message = {
    id: newId(),
    runId: null,
    parentId: null,
    role: 'assistant',
    author: 'Ada',
    text: '',
    language: null,
    status: 'done',
    isError: false,
    createdAt: at,
    metadata: {},
    tags: [],
    ...fields,
  }
  return { type: 'message-end', runId: whole.runId, messageId: whole.id, message: whole }
}

function exchange(asked: string, answered: string, fields: Partial<Run> = {}): ThreadRecord[] {
  const runId = fields.id ?? newId()
  const messageId = newId()
  const run: Run = {
    id: runId,
    kind: 'message',
    state: 'completed',
    messageId,
    actionId: null,
    branchId: null,
    startedAt: at,
    endedAt: at,
    cause: null,
    notice: null,
    error: null,
    ...fields,
  }
  return [
    message({ id: messageId, runId, role: 'user', author: 'You', text: asked }),
    { type: 'run-start', runId, run },
    message({ runId, text: answered }),
  ]
}

function exported(state: ThreadState) {
  return { app: 'Ada', state, createdAt: at, updatedAt: at, exportedAt: at, linkOf: () => null }
}

const markdown = (state: ThreadState): string => [...toMarkdown(exported(state))].join('')
const json = (state: ThreadState) => threadExport.parse(JSON.parse([...toJson(exported(state))].join('')))

it('PERS-16. JSON round-trips: what was in the thread is in the file, settings are not', () => {
  const setup = { id: 'settings', values: { key: 'a secret' } } as const
  const state = fold([...exchange('Hello "you"', 'Hello\n\u2028there'), { type: 'setup-put', runId: null, setup }])
  const { setups, ...rest } = state
  expect(setups).toHaveLength(1)
  const file = json(state)
  expect(file.thread).toEqual(rest)
  expect(JSON.stringify(file)).not.toContain('a secret')
  expect(file).toMatchObject({ format: 'chatwright-thread', version: 1, createdAt: '2026-11-26T17:30:00.000Z' })
  expect(json(emptyThread(newId())).thread.messages).toEqual([])
})

it('Markdown has every way of the conversation once, the one that is shown first', () => {
  const first = newId()
  const branchId = newId()
  const state = fold([
    ...exchange('Before', 'Before it forks.'),
    ...exchange('One', 'The first way.', { id: first }),
    { type: 'branch-start', branch: { id: branchId, parentId: null, beforeRunId: first } },
    ...exchange('Two', 'The second way.', { branchId }),
  ])
  const text = markdown(state)
  expect(text.match(/Before it forks\.|The first way\.|Another way|The second way\./g)).toEqual([
    'Before it forks.',
    'The second way.',
    'Another way',
    'The first way.',
  ])
})

it('a conversation that forked a thousand times, each time from the last, is written in a moment', () => {
  const records: ThreadRecord[] = []
  let parentId: string | null = null
  for (let fork = 0; fork < 1_000; fork++) {
    const id = newId()
    const beforeRunId = newId()
    records.push(
      ...exchange(`q${fork}`, `a${fork}.`, { id: beforeRunId, branchId: parentId }),
      { type: 'branch-start', branch: { id, parentId, beforeRunId } },
      ...exchange(`q${fork}, again`, `b${fork}.`, { branchId: id }),
    )
    parentId = id
  }
  const state = fold(records)
  const begun = performance.now()
  const text = markdown(state)
  expect(performance.now() - begun).toBeLessThan(1_000)
  for (const part of ['a0.', 'a999.', 'b0.', 'b999.']) expect(text.split(part)).toHaveLength(2)
})

it('what was written by others cannot break out of its place', () => {
  const state = fold([
    { type: 'thread-update', title: '# [x](javascript:y) <b>\nsecond' },
    ...exchange('```js\nnever closed', 'After it.'),
    message({ text: 'a ``` b ```` c', language: 'ts\n# heading', author: '**Bold**' }),
    message({ text: 'It failed\n# not a heading', isError: true }),
  ])
  const text = markdown(state)
  expect(text).toMatch(/^# \\# \\\[x\\\]\(javascript:y\) \\<b\\> second\n/)
  expect(text).toContain('```js\nnever closed\n```\n')
  expect(text).toContain('\n`````ts#heading\na ``` b ```` c\n`````\n')
  expect(text).toContain('## \\*\\*Bold\\*\\*, 2026-11-26 17:30 UTC')
  expect(text).toContain('> It failed\n> # not a heading')
})

it('Markdown has texts that are elements, and the names of all others', () => {
  const [asked, begun, answered] = exchange('Hours?', 'Here.') as [ThreadRecord, ThreadRecord, ThreadRecord]
  const { messageId, runId } = answered as { messageId: string; runId: string }
  const element = (fields: Partial<Element>): ThreadRecord => {
    const whole: Element = {
      id: newId(),
      runId,
      messageId,
      kind: 'text',
      name: 'Opening hours',
      display: 'side',
      source: { type: 'text', text: '# Hours\n```\nnine' },
      alt: null,
      language: null,
      size: 'medium',
      page: 1,
      autoPlay: false,
      ...fields,
    }
    return { type: 'element-put', runId, elementId: whole.id, element: whole }
  }
  const text = markdown(
    fold([
      asked,
      begun,
      answered,
      element({ messageId: null, name: 'In the panel' }),
      element({}),
      element({ name: 'code', language: 'ts', source: { type: 'text', text: 'a' } }),
    ]),
  )
  expect(text).toContain('\n*Opening hours (text)*\n\n> # Hours\n> ```\n> nine\n')
  expect(text).toContain('\n## Beside the conversation\n\n*In the panel (text)*\n\n> # Hours\n')
  expect(text).toContain('\n*code (text)*\n\n```ts\na\n```\n')
})

it('Markdown has questions of every kind with their answers', () => {
  const base: Ask = {
    id: newId(),
    runId: newId(),
    messageId: newId(),
    kind: 'choice',
    options: [],
    rules: null,
    status: 'answered',
    answer: null,
    askedAt: at,
    expiresAt: null,
    endedAt: at,
  }
  const options = [
    { value: 'a', label: 'The *first*', description: null },
    { value: 'b', label: 'b', description: null },
  ]
  const common = { description: null, tooltip: null, isDisabled: false, tab: null }
  const form: Ask['form'] = [
    { ...common, type: 'toggle', look: 'switch', initial: false, name: 'loud', label: 'Loud' },
    { ...common, type: 'date', min: null, max: null, initial: null, name: 'day', label: 'Day' },
  ]
  const call = { tool: 'book_room', args: { nights: 2 }, isEditable: true }
  const file = { id: newId(), name: 'a_b.csv', type: 'text/csv', bytes: 3 }
  for (const [fields, words] of [
    [{ options, answer: { type: 'choice', value: 'b' } }, '\n- [ ] The \\*first\\*\n- [x] b\n'],
    [{ options, status: 'expired' }, '\n- [ ] The \\*first\\*\n- [ ] b\n\n*(expired)*\n'],
    [{ answer: { type: 'files', files: [file] } }, '\n- a\\_b.csv\n'],
    [{ status: 'expired', outcome: { expired: { de: 'Zu spät.', en: 'Too *late*.' } } }, '\n*Too \\*late\\*.*\n'],
    [{ status: 'stopped', outcome: { answered: 'Held.', expired: 'Too late.' } }, '\n*(stopped)*\n'],
    [
      { options, answer: { type: 'choice', value: 'b' }, outcome: { answered: 'Held.', expired: 'Too late.' } },
      '\n- [ ] The \\*first\\*\n- [x] b\n\n*Held.*\n',
    ],
    [{ form, answer: { type: 'value', value: { loud: true, day: null } } }, '\n- Loud: true\n- Day: –\n'],
    [
      { call, answer: { type: 'value', value: { isApproved: false, reason: 'Too\nlong' } } },
      '\n*Call of book\\_room:*\n\n```json\n{\n  "nights": 2\n}\n```\n\n*Refused: Too long*\n',
    ],
    [{ answer: { type: 'value', value: [1] } }, '\n```json\n[\n  1\n]\n```\n'],
    [{ kind: 'text', answer: { type: 'text', messageId: newId(), text: 'said' } }, ''],
  ] as [Partial<Ask>, string][]) {
    expect(answerTo({ ...base, ...fields })).toBe(words)
  }
})

it('a file that answers a question is linked from the answer, once, in Markdown and in JSON', () => {
  const file = { id: newId(), name: 'a_b.csv', type: 'text/csv', bytes: 3 }
  const gone = { ...file, id: newId(), name: 'gone.csv' }
  const given: Element = {
    id: file.id,
    runId: newId(),
    messageId: newId(),
    kind: 'file',
    name: file.name,
    display: 'inline',
    source: { type: 'file', file },
    alt: null,
    language: null,
    size: 'medium',
    page: 1,
    autoPlay: false,
  }
  const ask: Ask = {
    id: newId(),
    runId: given.runId,
    messageId: given.messageId ?? '',
    kind: 'files',
    options: [],
    rules: { accept: [], maxFiles: 2, maxBytes: 10 },
    status: 'answered',
    answer: { type: 'files', files: [file, gone] },
    askedAt: at,
    expiresAt: null,
    endedAt: at,
  }
  const [asked, begun, answered] = exchange('q', 'A table?')
  const { messageId } = answered as Extract<ThreadRecord, { type: 'message-end' }>
  const state = fold([asked, begun, answered] as ThreadRecord[])
  state.elements.push({ ...given, messageId }, { ...given, id: newId(), messageId, name: 'example.csv' })
  state.asks.push({ ...ask, messageId })
  const linkOf = ({ source }: Element) => (source.type === 'file' ? `http://here/${source.file.id}` : null)
  const text = [...toMarkdown({ ...exported(state), linkOf })].join('')
  expect(text.match(/a\\_b\.csv\]\(/g)).toHaveLength(1)
  expect(text).toMatch(/\[example\.csv\]\(<[^>]+>\)\n[^]*\n- \[a\\_b\.csv\]\(<[^>]+>\)\n- gone\.csv\n/)
  const whole = threadExport.parse(JSON.parse([...toJson({ ...exported(state), linkOf })].join('')))
  expect(whole.links[file.id]).toBe(`http://here/${file.id}`)
})

it('a name of a file is safe everywhere', () => {
  expect(fileNameFor('Two days: Lisbon / Porto?', 'md')).toBe('Two days Lisbon Porto.md')
  expect(fileNameFor('../../etc/passwd', 'md')).toBe('etc passwd.md')
  expect(fileNameFor('旅行 🏰 "x"\r\nSet-Cookie: a=b', 'json')).toBe('旅行 🏰 x Set-Cookie a=b.json')
  for (const title of [null, '', ' . ', 'CON', 'com1', '\u202E', '///']) {
    expect(fileNameFor(title, 'md')).toBe('conversation.md')
  }
  expect(fileNameFor('x'.repeat(500), 'md')).toHaveLength(83)
  expect(fileNameFor(`${'x'.repeat(79)}🏰`, 'md')).toBe(`${'x'.repeat(79)}.md`)
})

it('a thousand exchanges are written piece by piece', () => {
  const state = fold(
    Array.from({ length: 1_000 }, (_, index) => exchange(`q${index}`, `a${index} `.repeat(500))).flat(),
  )
  const begun = performance.now()
  const pieces = [...toMarkdown(exported(state))]
  expect(pieces.length).toBeGreaterThan(4_000)
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(10_000)
  expect(pieces.join('').match(/^## Ada/gm)).toHaveLength(1_000)
  expect(json(state).thread.messages).toHaveLength(2_000)
  expect(performance.now() - begun).toBeLessThan(5_000)
})
