/**
 * Every call that is refused behind the fence: all of the framework that waits or writes. Each throws the same
 * `StopError` every time it is called in a stopped run, so one broad `catch` does not defeat a stop.
 *
 * A call that gives a promise rejects it; the others (a step opened as a scope, what is assigned to a step, a wrapped
 * function that is synchronous, `chat.checkpoint`) throw on the spot. Code inside `chat.shield`, `onStop` and
 * `chat.defer` may go on waiting and calling step functions, but writes nothing either.
 */
export const checkpoints = [
  'chat.send',
  'chat.sendError',
  'chat.stream',
  'chat.step with a function',
  'chat.step as a scope',
  'chat.ask.text',
  'chat.ask.choice',
  'chat.ask.confirm',
  'chat.ask.files',
  'chat.ask.form',
  'chat.ask.approve',
  'chat.ask.element',
  'chat.ask.later',
  'chat.ask.withdraw',
  'chat.page.call',
  'chat.tasks',
  'chat.offer',
  'chat.sleep',
  'chat.shield',
  'chat.offload',
  'chat.checkpoint',
  'message.append',
  'message.set',
  'message.stream',
  'message.update',
  'message.remove',
  'message.done',
  'message.setActions',
  'action.remove',
  'message.addElement',
  'element.update',
  'element.remove',
  'chat.panel.open',
  'chat.panel.close',
  'tasks.add',
  'tasks.update',
  'tasks.remove',
  'task.run',
  'task.update',
  'step.update',
  'step.stream',
  'step.addElement',
  'step.end',
  'step.fail',
  'step.remove',
  'step.input.append',
  'step.output.append',
  'assigning to a step',
  'a function wrapped by step()',
] as const

/** The name of one of the {@link checkpoints}. */
export type Checkpoint = (typeof checkpoints)[number]
