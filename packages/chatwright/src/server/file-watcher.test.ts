import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { FileWatcher } from './file-watcher.ts'

let folder: string
let watcher: FileWatcher
let changes: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatwright-watch-'))
  changes = []
  watcher = new FileWatcher((paths) => changes.push(...paths))
})

afterEach(async () => {
  await watcher.close()
  await rm(folder, { recursive: true, force: true })
})

const told = (...paths: string[]) => vi.waitFor(() => expect(changes).toEqual(paths), { timeout: 5_000 })

it('tells of a file that is written, replaced, removed and made again', async () => {
  const path = join(folder, 'a.ts')
  await writeFile(path, 'one')
  await wait(20)
  watcher.follow([path], Date.now())
  await writeFile(path, 'three')
  await told(path)
  await writeFile(`${path}.new`, 'other')
  await rename(`${path}.new`, path)
  await told(path, path)
  await rm(path)
  await told(path, path, path)
  await writeFile(path, 'again')
  await told(path, path, path, path)
})

it('tells of what changed since it was read, before it was watched', async () => {
  const path = join(folder, 'a.ts')
  const readAt = Date.now()
  await wait(20)
  await writeFile(path, 'saved meanwhile')
  watcher.follow([path], readAt)
  await told(path)
})

it('waits for a file that was emptied to be written, and not for ever', async () => {
  const path = join(folder, 'a.ts')
  await writeFile(path, 'before')
  await wait(20)
  watcher.follow([path], Date.now())
  await writeFile(path, '')
  await wait(400)
  expect(changes).toEqual([])
  await writeFile(path, 'after')
  await told(path)
  await writeFile(path, '')
  await told(path, path)
})

it('tells of a name that appears in a folder', async () => {
  await wait(20)
  watcher.follow([folder], Date.now())
  await writeFile(join(folder, 'new.ts'), '')
  await told(folder)
})

it('is silent about what it follows no longer, and about what stays the same', async () => {
  const [a, b] = [join(folder, 'a.ts'), join(folder, 'b.ts')]
  await writeFile(a, '')
  await writeFile(b, '')
  await wait(20)
  watcher.follow([a, b], Date.now())
  watcher.follow([b], Date.now())
  await writeFile(a, 'changed')
  await wait(1_500)
  expect(changes).toEqual([])
})
