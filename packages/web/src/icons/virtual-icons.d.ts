declare module 'virtual:icons' {
  type Shape = [string, Record<string, string>][]
  const letters: Record<string, () => Promise<{ default: Record<string, Shape> }>>
  export default letters
}
