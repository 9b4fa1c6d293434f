/** What stop.md promises, in milliseconds, and where it is measured. All of them are about the 95th percentile. */
const bounds = {
  'B1 press to stopping on screen': [100, (all) => all.pressToStoppingMs],
  'B2 fence': [50, (all) => all.at10.fenceMs],
  'B3 run-end at every viewer': [300, (all) => all.at10.runEndAtAllMs],
  'B4 model hung up on': [250, (all) => all.at10.upstreamCloseMs],
  'B5 run-end of unwilling work': [300, (all) => all.at10.unwillingRunEndMs],
  'B5 unwilling work forced': [5_000, (all) => all.at10.unwillingSettleMs],
  'B5 run-end of a blocked loop': [300, (all) => all.at10.blockedRunEndMs],
  'B5 blocked worker killed, after the grace': [3_000, (all) => all.at10.blockedKillMs],
  '7 twenty presses, end at all': [300, (all) => all.at10.manyPressesRunEndMs],
  '14 tool settled': [250, (all) => all.at10.toolSettleMs],
  '18 an answer to others beside a blocked worker': [100, (all) => all.at10.othersAnswerMs],
  '22 back-off ended': [250, (all) => all.at10.backOffSettleMs],
  '25 control of a button gone': [300, (all) => all.at10.buttonGoneMs],
  '37 back on the line': [1_000, (all) => all.at10.backMs],
  '40 slow viewer silent': [100, (all) => all.at10.slowViewerSilentMs],
  '40 slow viewer silent, stopped elsewhere': [500, (all) => all.at10.slowViewerOtherPressMs],
}

/** Each bound with what was measured with ten other runs streaming, as stop.md asks, and whether it holds. */
export function judge(all) {
  return Object.fromEntries(
    Object.entries(bounds).map(([name, [boundMs, of]]) => {
      const { p95 } = of(all)
      return [name, { boundMs, p95, holds: p95 !== null && p95 <= boundMs }]
    }),
  )
}
