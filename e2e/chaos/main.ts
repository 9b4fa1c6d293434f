import { parseArgs } from 'node:util'
import { storm } from './storm.ts'

/**
 * `npm run chaos`: progress on standard error, one JSON object last on standard output. Gives whether all went well.
 * `app`: the file of app/chaos.ts.
 *
 * `--seed N`, `--cycles N`, `--at-once N`; `--only 7`, `7,9` or `100-150` plays these cycles and no others, `--times N`
 * over.
 */
export async function main(args: string[], app: URL): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string' },
      only: { type: 'string' },
      times: { type: 'string', default: '1' },
      cycles: { type: 'string', default: '10000' },
      'at-once': { type: 'string', default: '50' },
    },
  })
  const progress = (text: string): void => void process.stderr.write(`${text}\n`)
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000))
  progress(`seed ${seed}`)
  const report = await storm({
    app,
    seed,
    cycles: Number(values.cycles),
    atOnce: Number(values['at-once']),
    progress,
    ...(values.only === undefined ? {} : { only: numbersOf(values.only, Number(values.times)) }),
  })
  process.stdout.write(`${JSON.stringify(report)}\n`)
  return report.failures.length === 0
}

function numbersOf(text: string, times: number): number[] {
  const once = text.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number)
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  })
  return Array.from({ length: times }, () => once).flat()
}
