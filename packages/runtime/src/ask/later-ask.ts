import { ChatwrightError, type ApprovalAnswer, type AskAnswer, type Json, type Message } from '@chatwright/protocol'
import { givenFile, type GivenFile } from '../files/given-file.ts'
import type { Fields, ValuesOf } from '../offer/fields.ts'
import type { Given } from './asker.ts'
import type { Approval, AskFilesOptions, Choice, TextAnswer } from './chat-ask.ts'
import { approvalQuestion, choiceQuestion, filesQuestion, formQuestion, textQuestion, type Asked } from './questions.ts'

/**
 * A kind of question that no run waits with: what can be answered, and with it the type of the answer. Made by
 * {@link laterAsk}; put by `chat.ask.later`, heard of by `app.onAskAnswered`. `Args`: what it needs each time it is put.
 */
export interface LaterAsk<Value, Args = undefined> {
  /** Names it, in stored threads too: it stays the same from version to version. */
  readonly key: string
  /** Never there: the types. */
  readonly value?: Value
  readonly takes?: (args: Args) => void
}

/** The message that says an answer, when it is one of words. */
export interface Said {
  message: Message | undefined
  attachments: readonly GivenFile[]
}

/** The same with what the framework knows of it. */
export interface LaterKind extends LaterAsk<unknown, never> {
  question(args: unknown): Asked
  read(given: Given, said: Said, asked: Asked): unknown
}

/** The question `key` of each kind. All throw `bad_option` when what they are given makes no sense. */
export const laterAsk = {
  /** Words. They become a message of the person's. */
  text: (key: string): LaterAsk<TextAnswer> =>
    make(key, {
      question: () => textQuestion,
      read: ({ answer }, { message, attachments }): TextAnswer => {
        if (answer.type !== 'text' || !message) throw unexpected(answer)
        return { text: answer.text, message: { ...message }, attachments }
      },
    }),

  /** One of several answers. */
  choice: <const Value extends string>(key: string, choices: readonly Choice<Value>[]): LaterAsk<Value> =>
    make(
      key,
      fixed(choiceQuestion(choices), ({ answer }) => chosen(answer)),
    ),

  /** Yes or no; `yes` and `no` are the words on the buttons. */
  confirm: (key: string, { yes = 'Yes', no = 'No' }: { yes?: string; no?: string } = {}): LaterAsk<boolean> => {
    const question = choiceQuestion([
      { value: 'yes', label: yes },
      { value: 'no', label: no },
    ])
    return make(
      key,
      fixed(question, ({ answer }) => chosen(answer) === 'yes'),
    )
  },

  /** Several things at once, of the widgets that settings have. */
  form: <const Given extends Fields>(key: string, fields: Given): LaterAsk<ValuesOf<Given>> =>
    make(
      key,
      fixed(formQuestion(fields), ({ answer }) => value(answer)),
    ),

  /** Whether a tool may be called. `tool`: its name, by default the key; with what is said each time it is asked. */
  approve: <Args = Json>(
    key: string,
    { tool = key, editable = false }: { tool?: string; editable?: boolean } = {},
  ): LaterAsk<Approval<Args>, Args> =>
    make(key, {
      question: (args) => approvalQuestion({ tool, args }, editable),
      read: ({ answer }, _said, { call }): Approval<unknown> => {
        const { isApproved, reason, args } = value(answer) as ApprovalAnswer
        return isApproved ? { approved: true, args: args ?? call?.args } : { approved: false, reason }
      },
    }),

  /** Files. They are on the server's disk by then. */
  files: (
    key: string,
    options: Pick<AskFilesOptions, 'accept' | 'maxFiles' | 'maxSizeMb'> = {},
  ): LaterAsk<GivenFile[]> =>
    make(
      key,
      fixed(filesQuestion(options), ({ answer, paths }) => {
        if (answer.type !== 'files') throw unexpected(answer)
        return answer.files.map((file) => givenFile(file, paths[file.id]))
      }),
    ),
} as const

/** The inside of a question that {@link laterAsk} made. Throws `bad_option` for anything else. */
export function kindOf(ask: unknown, where: string): LaterKind {
  if (typeof ask === 'object' && ask !== null && 'question' in ask && 'read' in ask) return ask as LaterKind
  throw new ChatwrightError('bad_option', `${where}: expected a question, got ${typeof ask}.`, {
    fix: "Make it with laterAsk, as in laterAsk.text('name').",
  })
}

function make<Value, Args>(key: string, inside: Pick<LaterKind, 'question' | 'read'>): LaterAsk<Value, Args> {
  if (typeof key === 'string' && key !== '' && key.length <= 200) return { key, ...inside }
  throw new ChatwrightError('bad_option', 'laterAsk: expected a key of 1 to 200 characters.')
}

function fixed(question: Asked, read: (given: Given) => unknown): Pick<LaterKind, 'question' | 'read'> {
  return { question: () => question, read }
}

function chosen(answer: AskAnswer): string {
  if (answer.type !== 'choice') throw unexpected(answer)
  return answer.value
}

function value(answer: AskAnswer): Json {
  if (answer.type !== 'value') throw unexpected(answer)
  return answer.value
}

/** The app was changed between question and answer. */
function unexpected({ type }: AskAnswer): ChatwrightError {
  return new ChatwrightError('bad_option', `The question was another when it was put: its answer is of type ${type}.`, {
    fix: 'Give a question that asks for something else another key.',
  })
}
