/** A series of a chart, as Plotly has it. */
export type Trace = Record<string, unknown>

export interface Figure {
  data: Trace[]
  layout: Record<string, unknown>
}

/** What the app sent, or null when it is no figure. */
export function readFigure(text: string): Figure | null {
  try {
    const { data, layout = {} } = JSON.parse(text) as Partial<Figure>
    const isGood = Array.isArray(data) && data.every((trace) => typeof trace === 'object' && trace !== null)
    return isGood && typeof layout === 'object' && layout !== null ? { data, layout: withoutAddresses(layout) } : null
  } catch {
    return null
  }
}

/** The page fetches nothing from elsewhere: of pictures in a chart those stay that stand there themselves. */
function withoutAddresses(layout: Record<string, unknown>): Record<string, unknown> {
  const { images } = layout
  if (!Array.isArray(images)) return layout
  const isHere = (image: { source?: unknown } | null): boolean => String(image?.source).startsWith('data:image/')
  return { ...layout, images: images.filter(isHere) }
}

/** How high it is to be, in CSS pixels. */
export function heightOf({ layout }: Figure): number {
  const { height } = layout
  return typeof height === 'number' && height > 0 ? Math.min(height, 2_000) : 400
}

/** The chart in words: its series as columns, beside what they stand over, which has no name. */
export interface ChartTable {
  head: string[]
  rows: string[][]
}

/** More rows than anybody has read out. */
const mostRows = 200

export function tableOf({ data }: Figure): ChartTable | null {
  const series = data.map((trace, at) => {
    const over = listOf(trace['x'] ?? trace['labels'] ?? trace['a'])
    const values = listOf(trace['y'] ?? trace['values'] ?? trace['b'] ?? trace['z'])
    return { name: typeof trace['name'] === 'string' ? trace['name'] : `${at + 1}`, over, values }
  })
  const places = [
    ...new Set(series.flatMap(({ over, values }) => (over.length > 0 ? over : values.map((_, at) => `${at}`)))),
  ]
  if (places.length === 0) return null
  const rows = places
    .slice(0, mostRows)
    .map((place) => [
      place,
      ...series.map(({ over, values }) => values[over.length > 0 ? over.indexOf(place) : Number(place)] ?? ''),
    ])
  return { head: series.map(({ name }) => name), rows }
}

function listOf(values: unknown): string[] {
  return Array.isArray(values)
    ? values.map((value) => (Array.isArray(value) ? value.join(', ') : String(value ?? '')))
    : []
}
