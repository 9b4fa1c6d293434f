import type { RunKind } from '@chatwright/protocol'

/** For authors, while they write an app; readers never see it, so it is in English only. */
export const words = {
  label: 'Developer: the last stop',
  title: 'Stop',
  close: 'Close',
  killed: 'killed',
  forced: 'forced',
  abandoned: 'goes on',
  slow: 'slow',
  heldUp: 'What kept it waiting',
  took: 'after the stop',
  unnamed: 'Nothing that the framework knows by name.',
} as const

/** Which handler a run is a call of. */
export const handlerOf: Readonly<Record<RunKind, string>> = {
  setup: 'starters or profiles',
  start: 'onChatStart',
  resume: 'onChatResume',
  message: 'onMessage',
  continue: 'onContinue',
  action: 'onAction',
  settings: 'onSettings',
  'settings-edit': 'onSettingsEdit',
  feedback: 'onFeedback',
  answer: 'onAskAnswered',
  'feedback-removed': 'onFeedbackRemoved',
  upload: 'onUpload',
  connect: 'onConnect',
  disconnect: 'onDisconnect',
  end: 'onChatEnd',
}
