import {
  approvalAnswer,
  ChatwrightError,
  checkFields,
  describeProblem,
  limits,
  type Ask,
  type AskAnswer,
  type Json,
  type JsonObject,
} from '@chatwright/protocol'

/** What stands for a secret wherever it is not the app that reads. */
const dots = '••••••••'

/** The value as the question takes it: of a form all of its fields, of an approval the decision. Throws `answer_invalid`. */
export function checkValue(ask: Ask, given: Json): Json {
  if (JSON.stringify(given).length > limits.messageCharacters) throw invalid('This answer is too long.')
  if (ask.kind === 'form') return checkForm(ask, given)
  if (ask.kind === 'element') return given
  const { data } = approvalAnswer.safeParse(given)
  if (!data) throw invalid('This question wants a decision.')
  const { isApproved, reason, args } = data
  if (args !== undefined && (!ask.call?.isEditable || !isApproved)) throw invalid('These arguments cannot be changed.')
  return { isApproved, reason: isApproved ? null : reason?.trim() || null, ...(args === undefined ? {} : { args }) }
}

function checkForm({ form = [] }: Ask, given: Json): JsonObject {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw invalid('This question wants a form.')
  const { values, problems, unknown } = checkFields(form, given)
  if (unknown.length > 0) throw invalid(`There is no field ${unknown.join(', ')}.`)
  const wrong = Object.entries(problems).map(([name, problem]) => `${name} ${describeProblem(problem)}`)
  if (wrong.length > 0) throw invalid(`${wrong.join('; ')}.`)
  return values
}

/** An answer as it is stored and shown: what was typed as a secret is for the app alone. */
export function withoutSecrets({ form = [] }: Ask, answer: AskAnswer): AskAnswer {
  const secrets = form.filter((field) => field.type === 'text' && field.isSecret).map(({ name }) => name)
  if (answer.type !== 'value' || secrets.length === 0) return answer
  const value = { ...(answer.value as JsonObject) }
  for (const name of secrets) if (value[name] !== null) value[name] = dots
  return { type: 'value', value }
}

export function invalid(message: string): ChatwrightError {
  return new ChatwrightError('answer_invalid', message, { fix: 'Answer what was asked, or skip it.' })
}
