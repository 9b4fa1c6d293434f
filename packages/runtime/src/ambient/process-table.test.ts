import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { fromPs, isAlive, listProcesses, treeOf } from './process-table.ts'

it('tells the same whether it reads /proc or asks ps', () => {
  const own = listProcesses().get(process.pid)
  expect(own).toMatchObject({ pid: process.pid, parent: process.ppid })
  const listed = fromPs().find(({ pid }) => pid === process.pid)
  expect(listed).toMatchObject({ pid: process.pid, parent: process.ppid, group: own?.group })
})

it('gives a child before what it has started, and knows when they are gone', async () => {
  const child = spawn('sh', ['-c', 'sleep 60 & (sleep 61; true) & wait'])
  const pid = child.pid as number
  await expect.poll(() => treeOf(pid).length).toBe(4)
  const tree = treeOf(pid)
  expect(tree[0]?.pid).toBe(pid)
  expect(tree.map(isAlive)).toEqual([true, true, true, true])
  expect(isAlive({ ...(tree[0] as (typeof tree)[0]), startedAt: '1' })).toBe(process.platform !== 'linux')
  for (const listed of tree) process.kill(listed.pid, 'SIGKILL')
  await once(child, 'exit')
  await expect.poll(() => tree.map(isAlive)).toEqual([false, false, false, false])
  expect(treeOf(pid)).toEqual([])
})
