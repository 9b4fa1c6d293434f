/** The order in which series take colours; set apart in both themes, and for who sees few of them. */
const colours = {
  light: ['#2f54d6', '#c2410c', '#0f766e', '#9333ea', '#b45309', '#be185d', '#4d7c0f', '#475569'],
  dark: ['#8aa4ff', '#fb923c', '#2dd4bf', '#c084fc', '#fbbf24', '#f472b6', '#a3e635', '#94a3b8'],
} as const

/** What the layout of a chart says nothing of looks as the page around it does. `place`: where it is drawn. */
export function themedLayout(layout: Record<string, unknown>, place: HTMLElement): Record<string, unknown> {
  const ink = colourOf(place, '--cw-ink-2')
  const line = colourOf(place, '--cw-line')
  const isDark = luminance(colourOf(place, '--cw-sheet')) < 0.5
  const axes = Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key))
  const axis = { gridcolor: line, zerolinecolor: line, linecolor: line, automargin: true }
  return {
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    colorway: colours[isDark ? 'dark' : 'light'],
    margin: { l: 48, r: 16, t: layout['title'] === undefined ? 16 : 48, b: 40 },
    legend: { orientation: 'h', y: -0.2 },
    ...layout,
    autosize: true,
    width: undefined,
    font: { family: getComputedStyle(place).fontFamily, size: 13, color: ink, ...objectOf(layout['font']) },
    hoverlabel: { font: { family: getComputedStyle(place).fontFamily }, ...objectOf(layout['hoverlabel']) },
    ...Object.fromEntries(
      [...new Set(['xaxis', 'yaxis', ...axes])].map((key) => [key, { ...axis, ...objectOf(layout[key]) }]),
    ),
  }
}

/** A token as Plotly reads colours, which knows fewer ways to write one than browsers do. */
function colourOf(place: HTMLElement, token: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${token})`
  place.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return '#808080'
  context.fillStyle = color
  context.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
  return `rgb(${red},${green},${blue})`
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (/\d+/g[Symbol.match](colour) ?? []).map(Number)
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
