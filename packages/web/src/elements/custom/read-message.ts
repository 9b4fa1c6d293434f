import type { FromFrame, Json, JsonObject } from '@chatwright/protocol'

/** More of an error's words than anybody reads. */
const mostWords = 1_000

/** What a frame said, or null when it is not what frames say: the code in there may be anybody's. */
export function readMessage(data: unknown): FromFrame | null {
  if (!isObject(data)) return null
  const { type, call, message, height } = data
  if (type === 'size') return typeof height === 'number' && Number.isFinite(height) ? { type, height } : null
  if (type === 'failed' || type === 'broken') {
    return typeof message === 'string' ? { type, message: message.slice(0, mostWords) } : null
  }
  if (type === 'functions') return Array.isArray(data['names']) ? { type, names: data['names'].filter(isText) } : null
  if (type === 'returned') return readReturned(data)
  if (typeof call !== 'number') return null
  switch (type) {
    case 'update':
      return isObject(data['props']) ? { type, call, props: data['props'] as JsonObject } : null
    case 'action': {
      const { name, payload } = data
      return typeof name === 'string' && isObject(payload) ? { type, call, name, payload: payload as JsonObject } : null
    }
    case 'send':
      return readSend(call, data)
    case 'submit':
      return { type, call, value: data['value'] as Json }
    case 'remove':
    case 'cancel':
      return { type, call }
    default:
      return null
  }
}

function readSend(call: number, { text, command, args }: Record<string, unknown>): FromFrame | null {
  if (!isText(text)) return null
  return {
    type: 'send',
    call,
    text,
    ...(isText(command) ? { command } : {}),
    ...(isObject(args) ? { args: args as JsonObject } : {}),
  }
}

function readReturned({ run, value, error }: Record<string, unknown>): FromFrame | null {
  if (typeof run !== 'number') return null
  if (error === undefined) return { type: 'returned', run, value: value as Json }
  return { type: 'returned', run, error: isText(error) ? error.slice(0, mostWords) : '' }
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
