import type { FileRules } from '@chatwright/protocol'
import { isTold } from './detect-type.ts'

/** Whether a file is among those that are wanted: by its MIME type, and where its ending matters by that too. */
export function isAccepted(type: string, name: string, { accept, extensions = {} }: FileRules): boolean {
  const plain = type.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (accept.length === 0) return true
  return accept.some((pattern) => {
    if (!matches(plain, pattern.toLowerCase())) return false
    const endings = extensions[pattern] ?? []
    return endings.length === 0 || endings.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase()))
  })
}

/**
 * The type a file goes by. What its content cannot tell, as of a kind of text or bytes that nobody knows, is what the app
 * says that files with this ending are.
 */
export function typeByRules(detected: string, name: string, { extensions = {} }: FileRules): string {
  if (detected !== 'application/octet-stream' && detected !== 'text/plain') return detected
  const declared = Object.entries(extensions).find(
    ([type, endings]) =>
      !type.includes('*') &&
      !isTold(type) &&
      endings.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase())),
  )
  return declared?.[0] ?? detected
}

function matches(type: string, wanted: string): boolean {
  return wanted === '*/*' || wanted === type || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1)))
}
