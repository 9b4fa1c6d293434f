import { appendFileSync } from 'node:fs'

/** What is known of the primes up to a number. */
export interface Primes {
  count: number
  largest: number | null
}

/** Counts primes the slow way and keeps a diary of it. Knows nothing of a stop, and need not. */
export function countPrimes(most: number, diary: string): Primes {
  const primes: Primes = { count: 0, largest: null }
  for (let n = 2; n <= most; n++) {
    if (!isPrime(n)) continue
    primes.count++
    primes.largest = n
    if (primes.count % 10_000 === 0) appendFileSync(diary, `${primes.count} primes up to ${n}\n`)
  }
  return primes
}

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false
  return true
}
