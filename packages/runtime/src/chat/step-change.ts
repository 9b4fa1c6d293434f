import { ChatwrightError, type Step } from '@chatwright/protocol'
import { serialise } from './serialise.ts'
import type { StepChange } from './step-handle.ts'

/** A value as a step's pane shows it. */
export function paneOf(value: unknown, language?: string): Step['input'] {
  const shown = serialise(value)
  return language === undefined ? shown : { ...shown, language }
}

/** Throws `bad_option` for what a page could not be sent: it would take what was said beside it along. */
export function checkLook(look: Pick<StepChange, 'name' | 'type' | 'icon' | 'language' | 'showInput'>): void {
  for (const option of ['name', 'type', 'icon', 'language'] as const) {
    const value: unknown = look[option]
    if (value === undefined || value === null || typeof value === 'string') continue
    throw new ChatwrightError('bad_option', `step: ${option}: expected a text, got a ${typeof value}.`)
  }
  const { showInput } = look as { showInput?: unknown }
  if (showInput === undefined || typeof showInput === 'boolean' || typeof showInput === 'string') return
  throw new ChatwrightError(
    'bad_option',
    `step: showInput: expected true, false or a language, got a ${typeof showInput}.`,
  )
}

/** Throws `bad_option` for what is no time. */
export function checkTime(name: string, at: number): number {
  if (typeof at === 'number' && Number.isFinite(at)) return at
  throw new ChatwrightError('bad_option', `step.update: ${name}: expected milliseconds since 1970, got ${String(at)}.`)
}
