/**
 * Upper bounds of the histograms, in seconds. Each bound of the stop contract (fence 50 ms, end 300 ms, settled 5 s) is
 * one of them, so that "how many kept it" can be read without guessing.
 */
export const buckets = {
  fast: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
  end: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 1.5, 2.5, 5],
  settle: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30],
} as const
