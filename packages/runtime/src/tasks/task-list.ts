import { isStop, newId, type Task, type TaskList, type TaskStatus } from '@chatwright/protocol'
import { isStepStopped } from '../chat/live-step.ts'
import type { Checkpoint } from '../run/checkpoint.ts'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'

/** One line of a plan that is shown. Every method is a checkpoint. */
export interface TaskHandle {
  readonly id: string
  readonly title: string
  readonly status: TaskStatus
  /** Does work as this task: it is running meanwhile, and then done, failed or stopped. Gives what the work gives. */
  run<T>(work: (signal: AbortSignal) => T | PromiseLike<T>): Promise<T>
  /** Sets how it stands, or what it is called. */
  update(change: { title?: string; status?: 'ready' | 'running' | 'done' | 'failed' }): Promise<void>
}

/** A plan that the person sees beside the composer. The last one that was shown is seen. */
export interface TaskListHandle {
  readonly id: string
  readonly tasks: readonly TaskHandle[]
  /** Adds a task. `link`: the message it leads to. */
  add(
    title: string,
    options?: { link?: { id: string }; status?: 'ready' | 'running' | 'done' | 'failed' },
  ): Promise<TaskHandle>
  update(change: { title: string }): Promise<void>
  remove(): Promise<void>
}

export class LiveTaskList implements TaskListHandle {
  readonly id = newId()
  readonly #run: Run
  readonly #lane: Lane
  readonly #tasks: LiveTask[] = []
  #title: string
  #isRemoved = false

  constructor(run: Run, lane: Lane, title: string) {
    this.#run = run
    this.#lane = lane
    this.#title = title
    this.show()
  }

  get tasks(): readonly TaskHandle[] {
    return [...this.#tasks]
  }

  add(title: string, options: Parameters<TaskListHandle['add']>[1] = {}): Promise<TaskHandle> {
    return this.call('tasks.add', () => {
      const record: Task = {
        id: newId(),
        title,
        status: options.status ?? 'ready',
        messageId: options.link?.id ?? null,
      }
      const task = new LiveTask(this, record)
      this.#tasks.push(task)
      this.show()
      return task
    })
  }

  update({ title }: { title: string }): Promise<void> {
    return this.call('tasks.update', () => {
      this.#title = title
      this.show()
    })
  }

  remove(): Promise<void> {
    return this.call('tasks.remove', () => {
      this.#isRemoved = true
      this.#run.emit({ type: 'tasks-remove', runId: this.#run.id, listId: this.id })
    })
  }

  get signal(): AbortSignal {
    return this.#run.laneOf(this.#lane).signal
  }

  get isStopped(): boolean {
    return this.#run.isStopped
  }

  /** Shows the plan as it stands. Behind the fence nothing of it is seen, and nothing once it was taken away. */
  show(): void {
    if (this.#isRemoved) return
    const tasks = this.#tasks.map((task) => ({ ...task.record }))
    const list: TaskList = { id: this.id, runId: this.#run.id, title: this.#title, tasks }
    this.#run.emit({ type: 'tasks-put', runId: this.#run.id, listId: this.id, list })
  }

  call<T>(name: Checkpoint, work: () => T | Promise<T>, label?: string): Promise<T> {
    return this.#run.write(name, this.#lane, work, label)
  }
}

class LiveTask implements TaskHandle {
  readonly record: Task
  readonly #list: LiveTaskList

  constructor(list: LiveTaskList, record: Task) {
    this.#list = list
    this.record = record
  }

  get id(): string {
    return this.record.id
  }
  get title(): string {
    return this.record.title
  }
  get status(): TaskStatus {
    return this.record.status
  }

  run<T>(work: (signal: AbortSignal) => T | PromiseLike<T>): Promise<T> {
    const working = async (): Promise<T> => {
      this.#set('running')
      try {
        const result = await work(this.#list.signal)
        this.#set('done')
        return result
      } catch (error) {
        this.#set(this.#list.isStopped || isStop(error) || isStepStopped(error) ? 'stopped' : 'failed')
        throw error
      }
    }
    return this.#list.call('task.run', working, `task ${this.title}`)
  }

  update(change: Parameters<TaskHandle['update']>[0]): Promise<void> {
    return this.#list.call('task.update', () => {
      if (change.title !== undefined) this.record.title = change.title
      this.#set(change.status ?? this.record.status)
    })
  }

  #set(status: TaskStatus): void {
    this.record.status = status
    this.#list.show()
  }
}
