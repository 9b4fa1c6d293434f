/**
 * A part of the AI SDK's `fullStream`, with the fields that are read here. A structural type, because the union differs
 * between versions 5, 6 and 7, and because `ai` stays the app's own dependency. Parts of other types are passed over.
 */
export interface AiSdkPart {
  readonly type: string
  readonly id?: string
  readonly text?: string
  readonly delta?: string
  readonly toolName?: string
  readonly toolCallId?: string
  readonly input?: unknown
  readonly output?: unknown
  readonly error?: unknown
  readonly preliminary?: boolean
  readonly finishReason?: unknown
}

/** The text of a delta; its field has had two names. */
export function textOf(part: AiSdkPart): string {
  return part.text ?? part.delta ?? ''
}
