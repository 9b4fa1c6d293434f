import { newId, type FileInfo, type PublicError } from '@chatwright/protocol'
import { fromPublic } from './thread-commands.ts'

/**
 * Where files go: to a question, or without one to the next message. `baseUrl`: where the app is served, without a slash
 * at its end.
 */
export interface UploadTarget {
  baseUrl: string
  threadId: string
  askId?: string
}

/** A file on its way. */
export interface FileUpload {
  readonly fileId: string
  readonly done: Promise<FileInfo>
  /** Breaks it off, or takes back what arrived. */
  cancel(): void
}

/** Sends a file. `onProgress`: what part of it is there, from 0 to 1. Browsers only. */
export function uploadFile(target: UploadTarget, file: File, onProgress: (part: number) => void): FileUpload {
  const fileId = newId()
  const place = target.askId === undefined ? '' : `/asks/${target.askId}`
  const url = `${target.baseUrl}/api/threads/${target.threadId}${place}/files/${fileId}`
  // fetch tells nothing of how far an upload has come.
  const request = new XMLHttpRequest()
  const done = new Promise<FileInfo>((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
    request.addEventListener('load', () => {
      const body = parsed(request.responseText)
      if (request.status === 200) resolve(body as FileInfo)
      else reject(fromPublic((body as { error?: PublicError } | null)?.error ?? unknownFailure))
    })
    request.addEventListener('error', () => reject(fromPublic(unknownFailure)))
    request.addEventListener('abort', () => reject(fromPublic({ code: 'ask_closed', message: 'Broken off.' })))
  })
  request.open('PUT', url)
  request.setRequestHeader('content-type', file.type || 'application/octet-stream')
  request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
  request.send(file)
  return {
    fileId,
    done,
    cancel: () => {
      if (request.readyState === XMLHttpRequest.DONE) void fetch(url, { method: 'DELETE' }).catch(() => undefined)
      else request.abort()
    },
  }
}

const unknownFailure: PublicError = { code: 'offline', message: 'The file could not be sent.' }

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
