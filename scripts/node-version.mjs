/** Ends the process with advice when this Node is too old. Kept free of imports: it runs before anything is installed. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return
  console.error(`Chatwright needs Node 20.19, 22.12 or newer, and this is Node ${process.versions.node}.`)
  process.exit(1)
}
