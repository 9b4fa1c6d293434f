/** A line of progress, on standard error. */
export function progress(text) {
  process.stderr.write(`${text}\n`)
}

/** The result: one JSON object, last on standard output. */
export function report(result) {
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
