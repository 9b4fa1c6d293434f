import { APICallError, RetryError } from 'ai'
import type { Endpoint } from './endpoint.ts'

export const noModel = `No model is connected. Set OPENAI_API_KEY to use OpenAI, or OPENAI_BASE_URL (and OPENAI_MODEL) for any other endpoint that speaks OpenAI's protocol, or start Ollama on this machine. Then ask again.`

/** What went wrong at the endpoint and what to do, in plain words. Null for what is not the endpoint's doing. */
export function plainWords(error: unknown, { baseURL, model }: Endpoint): string | null {
  const cause = causeOf(error)
  if (!APICallError.isInstance(cause)) return null
  const said = detailOf(cause)
  switch (cause.statusCode) {
    case undefined:
      return `Nothing answers at ${baseURL}, so no model can. Check that the endpoint is running and that OPENAI_BASE_URL is its address.`
    case 401:
    case 403:
      return `The endpoint at ${baseURL} does not accept the key. Check OPENAI_API_KEY.${said}`
    case 404:
      return `The endpoint at ${baseURL} does not know the model '${model}', or the address is wrong. Check OPENAI_MODEL and OPENAI_BASE_URL, which usually ends in /v1.${said}`
    case 429:
      return `The endpoint at ${baseURL} asks to wait, or the quota is used up. Try again in a while.${said}`
    default:
      return `The endpoint at ${baseURL} answered with an error (${cause.statusCode}). Try again, or try another model with OPENAI_MODEL.${said}`
  }
}

/** Whether an endpoint refused a request because it came with tools. */
export function refusesTools(error: unknown): boolean {
  const cause = causeOf(error)
  if (!APICallError.isInstance(cause) || cause.statusCode === undefined) return false
  return (
    [400, 404, 422, 500, 501].includes(cause.statusCode) && /\btools?\b/i.test(`${cause.message} ${cause.responseBody}`)
  )
}

function causeOf(error: unknown): unknown {
  return RetryError.isInstance(error) ? error.lastError : error
}

function detailOf(error: APICallError): string {
  const words = error.message.trim().slice(0, 300)
  return words === '' ? '' : ` It says: ${words}`
}
