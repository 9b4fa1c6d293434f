import type { Rules } from '@chatwright/protocol'
import { rulesOfFeedback } from '../feedback/index.ts'
import type { ProfileRules } from '../offer/index.ts'
import { checkRules } from './app-options.ts'
import { uploadRules } from './upload-options.ts'

const asGiven = [
  'whileRunning',
  'queueAtStop',
  'keepOnStop',
  'showSteps',
  'editing',
  'favorites',
  'html',
  'markdown',
  'onDisconnect',
] as const

/** What a profile rules otherwise than the app, as page and server keep it. Throws `bad_option`. */
export function readRules(at: string, given: ProfileRules): Rules {
  checkRules(at, given)
  const { uploads, feedback, stopNotice } = given
  return {
    ...Object.fromEntries(asGiven.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]))),
    ...(stopNotice === undefined ? {} : { stopNotice: stopNotice === false ? null : stopNotice }),
    ...(uploads === undefined ? {} : { uploads: uploadRules(uploads) }),
    ...(feedback === undefined ? {} : { feedback: rulesOfFeedback(feedback, false) }),
  }
}
