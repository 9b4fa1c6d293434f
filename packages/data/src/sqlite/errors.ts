import { ChatwrightError, isChatwrightError } from '@chatwright/protocol'

/** SQLite's primary result codes that say what a person can do; https://sqlite.org/rescode.html */
const busy = 5
const locked = 6
const readOnly = 8
const corrupt = 11
const full = 13
const cannotOpen = 14
const notADatabase = 26

/** Whether another connection holds what was asked for. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error)
  return code === busy || code === locked
}

/**
 * What a failure of the database is to callers: `store_unavailable`, with what SQLite or the system said as its cause.
 * An error of another kind is a mistake in a program and stays what it is.
 *
 * `file` is named in `fix` when the error goes to whoever starts the server. One that may reach a client is without.
 */
export function storeError(error: unknown, file?: string): unknown {
  if (isChatwrightError(error)) return error
  const code = resultCode(error)
  if (code === null && !isSystemError(error)) return error
  const [message, fix] = explain(code)
  return new ChatwrightError('store_unavailable', message, {
    fix: file === undefined ? `${fix}.` : `${fix}: ${file}`,
    cause: error,
  })
}

function explain(code: number | null): [message: string, fix: string] {
  switch (code) {
    case full:
      return ['The database is full.', 'Free some space on the disk of the data folder']
    case readOnly:
      return ['The database cannot be written to.', 'Let the server write to the data folder and all files in it']
    case corrupt:
    case notADatabase:
      return [
        'The database file is damaged, or is no database. It was left as it is.',
        'Restore it from a backup, or move it away to begin with an empty one',
      ]
    case busy:
    case locked:
      return ['Another program holds the database.', 'Close what has the database file open']
    case cannotOpen:
    case null:
      return ['The data folder cannot be used.', 'Make it a folder that the server may read and write']
    default:
      return ['The database failed.', 'Look at the disk of the data folder, and at the cause in the log']
  }
}

/** Extended codes carry the primary one in their lowest byte. */
function resultCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null
  return error.errcode & 0xff
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
