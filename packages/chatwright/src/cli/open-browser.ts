import { spawn } from 'node:child_process'

/** Opens an address in the person's browser, if the desktop has a way to. */
export function openBrowser(url: string): void {
  const [command, args] = openerOf(process.platform, url)
  const opener = spawn(command, args, { stdio: 'ignore', detached: true })
  // A desktop without an opener is no failure: the address stands in the terminal.
  opener.on('error', () => {})
  opener.unref()
}

function openerOf(platform: NodeJS.Platform, url: string): [command: string, args: string[]] {
  if (platform === 'darwin') return ['open', [url]]
  if (platform === 'win32') return ['cmd', ['/c', 'start', '""', url]]
  return ['xdg-open', [url]]
}
