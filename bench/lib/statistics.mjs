/** The p-th percentile of some numbers, by nearest rank; null of none. */
export function percentile(numbers, p) {
  if (numbers.length === 0) return null
  const sorted = [...numbers].sort((a, b) => a - b)
  return round(sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)])
}

/** p50, p95 and p99 of some numbers, rounded to hundredths. */
export function spread(numbers) {
  return { p50: percentile(numbers, 50), p95: percentile(numbers, 95), p99: percentile(numbers, 99) }
}

export function median(numbers) {
  return percentile(numbers, 50)
}

export function round(number, digits = 2) {
  return Number(number.toFixed(digits))
}
