import { ChatwrightError, type Element } from '@chatwright/protocol'
import { toPlainJson } from '../chat/plain-json.ts'
import { elementInput, image, type ElementContent, type ElementInput, type ElementOptions } from './element-input.ts'

/** What can be drawn: the kinds of trace of Plotly's cartesian charts. */
const traceTypes = [
  'scatter',
  'bar',
  'pie',
  'histogram',
  'box',
  'violin',
  'heatmap',
  'contour',
  'image',
  'histogram2d',
  'histogram2dcontour',
  'scatterternary',
] as const
export type ChartTraceType = (typeof traceTypes)[number]

/** More than a page draws while somebody waits for it. */
const mostCharacters = 10_000_000

/** Deeper than any attribute of Plotly. */
const deepest = 32

/** One series, as Plotly has it: https://plotly.com/javascript/reference. `type`: default `scatter`. */
export interface ChartTrace {
  type?: ChartTraceType
  name?: string
  x?: ArrayLike<number | string | Date | null>
  y?: ArrayLike<number | string | Date | null>
  [attribute: string]: unknown
}

/** A figure of Plotly. What the layout says nothing of looks as the page does, in both themes. */
export interface ChartFigure {
  data: readonly ChartTrace[]
  layout?: Readonly<Record<string, unknown>>
}

export interface ChartOptions extends Pick<ElementOptions, 'display'> {
  /** How it is called; read out to who does not see it. */
  name: string
  figure: ChartFigure
}

/**
 * A chart that answers to the pointer, drawn on the page by Plotly; dates and typed arrays are taken. Its height is that of
 * `figure.layout.height`, else 400 px, and its width that of its place. Throws `bad_option` for what is no figure, for a
 * trace that needs another Plotly (maps, 3D), and for a figure that is nested deeper than 32 or is longer than 10 MB as JSON.
 */
export function chart({ name, figure, display }: ChartOptions): ElementInput {
  const { data, layout = {} } = figure ?? {}
  if (!Array.isArray(data) || typeof layout !== 'object' || layout === null) {
    throw new ChatwrightError('bad_option', 'chart: figure: expected { data: [ … ], layout?: { … } }.')
  }
  for (const [at, trace] of (data as ChartTrace[]).entries()) {
    const type = typeof trace === 'object' && trace !== null ? (trace.type ?? 'scatter') : null
    if (type === null || !traceTypes.includes(type)) {
      throw new ChatwrightError('bad_option', `chart: figure.data[${at}].type: got ${JSON.stringify(type)}.`, {
        fix: `Give one of: ${traceTypes.join(', ')}.`,
      })
    }
  }
  const plain = toPlainJson(unfolded({ data, layout }))
  if (plain === undefined) {
    throw new ChatwrightError('bad_option', 'chart: figure: expected JSON values, dates and typed arrays.', {
      fix: 'Leave functions and instances of classes out.',
    })
  }
  const options: { display?: Element['display'] } = display === undefined ? {} : { display }
  const content = JSON.stringify(plain)
  if (content.length > mostCharacters) {
    throw new ChatwrightError(
      'bad_option',
      `chart: figure: ${content.length} characters of JSON, over ${mostCharacters}.`,
      {
        fix: 'Send fewer points: average or sample them first, or draw on the server and use staticChart().',
      },
    )
  }
  return elementInput('chart', { ...options, name, content })
}

/** Something that can be drawn on and turned into a PNG, as canvases for Node are. */
export interface CanvasLike {
  toBuffer(type: 'image/png'): Uint8Array | Promise<Uint8Array>
}

/**
 * A chart that was drawn on the server: SVG as a text, a PNG as bytes, or a canvas of a library for Node. Shown as the
 * picture it is; nothing in an SVG runs. Throws `bad_option`.
 */
export function staticChart(
  drawn: string | Uint8Array | CanvasLike,
  {
    name = 'Chart',
    alt,
    size = 'large',
    display,
  }: Pick<ElementOptions, 'name' | 'display'> & {
    alt?: string
    size?: Element['size']
  } = {},
): ElementInput {
  const look = { name, size, ...(alt === undefined ? {} : { alt }), ...(display === undefined ? {} : { display }) }
  return image({ ...look, content: contentOf(drawn) })
}

function contentOf(drawn: unknown): ElementContent {
  if (typeof drawn === 'string' && /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*<svg[\s>]/i.test(drawn)) return drawn
  if (drawn instanceof Uint8Array) return drawn
  if (typeof drawn === 'object' && drawn !== null && 'toBuffer' in drawn) return bytesOf(drawn as CanvasLike)
  throw new ChatwrightError('bad_option', 'staticChart: expected an SVG, the bytes of a PNG, or a canvas.')
}

async function* bytesOf(canvas: CanvasLike): AsyncIterable<Uint8Array> {
  yield await canvas.toBuffer('image/png')
}

/** Dates as Plotly reads them, typed arrays as arrays. */
function unfolded(value: unknown, depth = 0): unknown {
  if (depth > deepest) {
    throw new ChatwrightError('bad_option', `chart: figure: nested deeper than ${deepest}, or within itself.`, {
      fix: 'Give a figure of Plotly: { data: [ … ], layout?: { … } }.',
    })
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number | bigint>, (one) => unfolded(Number(one), depth + 1))
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (Array.isArray(value)) return value.map((inner) => unfolded(inner, depth + 1))
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unfolded(inner, depth + 1)]))
}
