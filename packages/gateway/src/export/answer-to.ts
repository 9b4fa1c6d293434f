import { outcomeOf, pickText, type Ask, type AskAnswer, type Json } from '@chatwright/protocol'
import { fenced, inline } from './markdown-parts.ts'

/**
 * What could be answered to a question, and what was. Words are a message of their own. `given`: the elements of its message
 * as they are written, by id: those of its answer are.
 */
export function answerTo(ask: Ask, given: ReadonlyMap<string, string> = new Map()): string {
  const { options, status, answer, call } = ask
  const words = outcomeOf(ask)
  const chosen = answer?.type === 'choice' ? answer.value : null
  const blocks = [
    options.map(({ value, label }) => `- [${value === chosen ? 'x' : ' '}] ${inline(label)}`).join('\n'),
    call ? `*Call of ${inline(call.tool)}:*\n\n${json(call.args)}` : '',
    answer ? answered(ask, answer, given) : '',
    status === 'answered' || words !== null ? '' : `*(${status})*`,
    words === null ? '' : `*${inline(pickText(words, 'en'))}*`,
  ].filter((block) => block !== '')
  return blocks.length === 0 ? '' : `\n${blocks.join('\n\n')}\n`
}

function answered({ form, call }: Ask, answer: AskAnswer, given: ReadonlyMap<string, string>): string {
  switch (answer.type) {
    case 'text':
    case 'choice':
      return ''
    case 'files':
      return answer.files.map(({ id, name }) => `- ${given.get(id) ?? inline(name)}`).join('\n')
    case 'value': {
      const { value } = answer
      if (!isObject(value)) return json(value)
      if (call) {
        const reason = typeof value['reason'] === 'string' ? `: ${inline(value['reason'])}` : ''
        const words = `*${value['isApproved'] === true ? 'Agreed' : 'Refused'}${reason}*`
        return value['args'] === undefined ? words : `${words}\n\n${json(value['args'])}`
      }
      if (!form) return json(value)
      return form.map(({ name, label }) => `- ${inline(label)}: ${inline(words(value[name]))}`).join('\n')
    }
  }
}

function words(value: Json | undefined): string {
  if (value === undefined || value === null) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function json(value: Json): string {
  return fenced(JSON.stringify(value, null, 2), 'json')
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
