import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Removes the files of a folder that nobody touched for so long, except those to keep. */
export async function removeOldFiles(
  folder: string,
  { keep, olderThanMs }: { keep: readonly string[]; olderThanMs: number },
): Promise<void> {
  const kept = new Set(keep)
  const oldest = Date.now() - olderThanMs
  await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name)
      if (kept.has(path)) return
      // Another process may be cleaning too: what is gone is gone.
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
      if (mtimeMs < oldest) await rm(path, { force: true })
    }),
  )
}

/** Removes the folders of processes that have ended; each is named after its process id. */
export async function removeFoldersOfEndedProcesses(cacheFolder: string): Promise<void> {
  const names = await readdir(cacheFolder).catch(() => [])
  await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name) && !isRunning(Number(name)))
      .map((name) => rm(join(cacheFolder, name), { recursive: true, force: true })),
  )
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
