import { emptyOffer, newId, type Serve, type ToHost, type Message } from '@chatwright/protocol'

type Start = Extract<ToHost, { type: 'start' }>

/** What a scripted run can do. */
export interface ScriptedRun {
  start: Start
  isStopped: boolean
  say(text: string): void
  done(error?: { code: string; message: string }): void
}

/** A host that does what a test's script says, over the same link as the real one. */
export function scriptedHost(script: (run: ScriptedRun) => void | Promise<void>, log: string[] = []): Serve {
  return (link) => {
    const stopped = new Set<string>()
    let batch = 0
    link.onFrame((frame) => {
      log.push(frame.type === 'start' ? `start:${frame.kind}` : frame.type)
      switch (frame.type) {
        case 'start': {
          let message: Message | null = null
          void script({
            start: frame,
            get isStopped() {
              return stopped.has(frame.runId)
            },
            say: (text) => {
              const { runId } = frame
              if (!message) {
                message = newMessage(runId)
                link.post({
                  type: 'outputs',
                  batch: ++batch,
                  outputs: [{ type: 'message-start', runId, messageId: message.id, message }],
                })
              }
              link.post({
                type: 'outputs',
                batch: ++batch,
                outputs: [{ type: 'message-delta', runId, messageId: message.id, text }],
              })
            },
            done: (error) => link.post({ type: 'done', runId: frame.runId, error: error ?? null, detail: null }),
          })
          return
        }
        case 'stop':
          stopped.add(frame.runId)
          link.post({ type: 'stop-seen', runId: frame.runId })
          link.post({ type: 'notice', runId: frame.runId, notice: { by: 'app', text: 'Halted.' } })
          link.post({
            type: 'settled',
            runId: frame.runId,
            stage: 'cooperative',
            elapsedMs: 1,
            abandoned: [],
            refusedCalls: 0,
          })
          return
        case 'close':
          link.post({ type: 'closed' })
          return
        default:
          return
      }
    })
    link.post({
      type: 'ready',
      app: {
        name: 'Scripted',
        description: null,
        handles: ['message'],
        actions: [],
        laterAsks: [],
        offer: emptyOffer,
        uploads: null,
        feedback: null,
        editing: true,
        favorites: false,
        panel: { width: null, autoOpen: true },
        queueAtStop: 'hold',
        onDisconnect: 'continue',
        whileRunning: 'queue',
        keepOnStop: 'seen',
        showSteps: 'all',
        html: false,
        markdown: { user: true, assistant: true, math: true, alerts: 'filled' },
      },
    })
  }
}

function newMessage(runId: string): Message {
  return {
    id: newId(),
    runId,
    parentId: null,
    role: 'assistant',
    author: 'A',
    text: '',
    language: null,
    status: 'streaming',
    isError: false,
    createdAt: Date.now(),
    metadata: {},
    tags: [],
  }
}
