import { setTimeout as wait } from 'node:timers/promises'
import { killTree, send } from './owned-process.ts'
import { isAlive, treeOf, type Listed } from './process-table.ts'

/** From asking a process to end until it is ended, in milliseconds. */
const politeMs = 500

/**
 * Ends processes with all that come from them: asks, then kills what is left. For the thread of a gateway, when the host
 * that started them is no more. `startedAt`: as it was said when they were started; a number that was given to another
 * process since is left alone, and so is this process.
 */
export async function endProcesses(left: readonly Pick<Listed, 'pid' | 'startedAt'>[]): Promise<void> {
  const roots = left.filter((one) => Number.isSafeInteger(one.pid) && one.pid > 1 && one.pid !== process.pid)
  if (process.platform === 'win32') return roots.forEach(({ pid }) => killTree(pid))
  const trees = roots.filter(isAlive).flatMap(({ pid }) => treeOf(pid))
  for (const { pid } of trees) send(pid, 'SIGTERM')
  await wait(politeMs)
  for (const listed of trees) if (isAlive(listed)) send(listed.pid, 'SIGKILL')
}
