import type { FileRules } from '@chatwright/protocol'

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

function matches(type: string, wanted: string): boolean {
  return wanted === '*/*' || wanted === type || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1)))
}
