/** How a terminal is written to. Problems and log lines go to standard error; standard output has what was asked for. */
export interface Terminal {
  write(text: string): void
  paint(color: Color, text: string): string
}

export type Color = keyof typeof codes

const codes = { red: 31, yellow: 33, cyan: 36, dim: 2 } as const

/** The process's own terminal. */
export function processTerminal({ hasColors }: { hasColors: boolean }): Terminal {
  return {
    write: (text) => void process.stderr.write(text),
    paint: (color, text) => (hasColors ? `\u001B[${codes[color]}m${text}\u001B[0m` : text),
  }
}
