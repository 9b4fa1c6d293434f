import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** A process of this machine. */
export interface Listed {
  readonly pid: number
  readonly parent: number
  readonly group: number
  /** When it was started, in the words of the system: a number that was given to another process can be told apart. */
  readonly startedAt: string
}

/** All processes of this machine that have not ended, by number. Empty where there is no way to ask. */
export function listProcesses(): Map<number, Listed> {
  if (process.platform === 'win32') return new Map()
  const all = process.platform === 'linux' ? fromProc() : fromPs()
  return new Map(all.map((listed) => [listed.pid, listed]))
}

/** Whether a process that was listed is still there. */
export function isAlive(listed: Pick<Listed, 'pid' | 'startedAt'>): boolean {
  if (process.platform === 'linux') return fromStat(listed.pid)?.startedAt === listed.startedAt
  try {
    process.kill(listed.pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * A process that has not been forgotten by its parent, and all that come from it, the eldest first: a shell that is
 * told first does not start its next command.
 */
export function treeOf(pid: number): Listed[] {
  const all = listProcesses()
  const tree = new Set<Listed>()
  const root = all.get(pid)
  if (root !== undefined) tree.add(root)
  // a set is walked with what is added on the way
  for (const parent of tree) for (const listed of all.values()) if (listed.parent === parent.pid) tree.add(listed)
  // Of a child with a group of its own, also what its parent has left behind.
  if (root?.group === pid || root === undefined)
    for (const listed of all.values()) if (listed.group === pid) tree.add(listed)
  return [...tree]
}

/** When a process was started, where that can be told at once; else ''. */
export function startOf(pid: number): string {
  return process.platform === 'linux' ? (fromStat(pid)?.startedAt ?? '') : ''
}

function fromProc(): Listed[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (fromStat(Number(name)) ?? []) : []))
}

function fromStat(pid: number): Listed | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name before the last bracket may hold anything.
    const [state, parent, group, ...more] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z' || state === 'X') return null
    return { pid, parent: Number(parent), group: Number(group), startedAt: more[16] ?? '' }
  } catch {
    return null
  }
}

/** Where there is no /proc. */
export function fromPs(): Listed[] {
  try {
    const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart='], { encoding: 'utf8' })
    return text.split('\n').flatMap((line) => {
      const [pid, parent, group, state, ...startedAt] = line.trim().split(/\s+/)
      if (pid === undefined || pid === '' || state?.startsWith('Z')) return []
      return { pid: Number(pid), parent: Number(parent), group: Number(group), startedAt: startedAt.join(' ') }
    })
  } catch {
    return []
  }
}
