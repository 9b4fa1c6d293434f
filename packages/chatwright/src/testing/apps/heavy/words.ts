import { joined } from './joined.ts'

export function repeat(word: string, times: number): string {
  return joined(Array.from({ length: times }, () => word))
}
