/** What is used of Plotly. */
export interface Plotly {
  react(place: HTMLElement, data: object[], layout: object, config: object): Promise<unknown>
  purge(place: HTMLElement): void
  Plots: { resize(place: HTMLElement): Promise<unknown> }
}

let loading: Promise<Plotly> | null = null

/**
 * Loads what draws charts, once. It would write styles into the page, which the page's policy forbids: they are in
 * chart.css.
 */
export function loadPlotly(): Promise<Plotly> {
  if (!document.getElementById('plotly.js-style-global')) {
    const mark = document.createElement('meta')
    mark.id = 'plotly.js-style-global'
    mark.className = 'no-inline-styles'
    document.head.append(mark)
  }
  loading ??= import('plotly.js-cartesian-dist-min').then(
    (module) => ('default' in module ? module.default : module) as unknown as Plotly,
  )
  loading.catch(() => (loading = null))
  return loading
}
