import type { JsonObject } from '@chatwright/protocol'
import { duration } from '../format/time.ts'
import { t } from '../i18n/t-later.ts'
import { locale } from '../i18n/t.ts'

/** What a step says of the model call it was: who answered, how much was read and written, how long it took. */
export function GenerationPane({ facts }: { facts: readonly string[] }) {
  return (
    <div className="step-pane">
      <div className="pane-name">{t('step.model')}</div>
      <p className="step-facts" dir="auto">
        {facts.join(' · ')}
      </p>
    </div>
  )
}

/** What can be said of the generation in a step's metadata. Of what an app put there instead of one, nothing. */
export function generationFacts({ generation }: JsonObject): string[] {
  return typeof generation === 'object' && generation !== null && !Array.isArray(generation) ? factsOf(generation) : []
}

function factsOf(generation: JsonObject): string[] {
  const count = (key: string): string | null => {
    const value = generation[key]
    return typeof value === 'number' && value >= 0 ? new Intl.NumberFormat(locale).format(Math.round(value)) : null
  }
  const time = (key: string): string | null => {
    const value = generation[key]
    return typeof value === 'number' && value >= 0 ? duration(value, { isExact: true }) : null
  }
  const word = (key: string): string => {
    const value = generation[key]
    return typeof value === 'string' ? value.slice(0, 120) : ''
  }
  const [read, written, perSecond] = [count('inputTokens'), count('outputTokens'), count('tokensPerSecond')]
  const [first, whole] = [time('timeToFirstTokenMs'), time('durationMs')]
  return [
    [word('provider'), word('model')].filter(Boolean).join(' '),
    read === null ? '' : t('step.tokensIn', { count: read }),
    written === null ? '' : t('step.tokensOut', { count: written }),
    perSecond === null ? '' : t('step.tokensPerSecond', { count: perSecond }),
    first === null ? '' : t('step.firstToken', { time: first }),
    whole === null ? '' : t('step.took', { time: whole }),
  ].filter(Boolean)
}
