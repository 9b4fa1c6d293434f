/** Where a model answers in OpenAI's way. */
export interface Endpoint {
  baseURL: string
  model: string
  apiKey?: string
}

const ollama = 'http://127.0.0.1:11434'

/**
 * The endpoint that the variables name: OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL. With none of the first two, a
 * local Ollama that answers within half a second, with the model it lists first. Null when there is neither.
 */
export async function findEndpoint(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Endpoint | null> {
  const { OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: apiKey, OPENAI_MODEL: model } = env
  if (baseURL || apiKey) {
    return {
      baseURL: baseURL || 'https://api.openai.com/v1',
      model: model || 'gpt-5-mini',
      ...(apiKey ? { apiKey } : {}),
    }
  }
  const first = model || (await firstOfOllama(signal))
  return first === null ? null : { baseURL: `${ollama}/v1`, model: first }
}

async function firstOfOllama(signal: AbortSignal): Promise<string | null> {
  try {
    const answer = await fetch(`${ollama}/api/tags`, { signal: AbortSignal.any([signal, AbortSignal.timeout(500)]) })
    const { models } = (await answer.json()) as { models: { name: string }[] }
    return models[0]?.name ?? null
  } catch {
    // Nothing answers there, which is the usual case. A stop is noticed by the next call of the chat.
    return null
  }
}
