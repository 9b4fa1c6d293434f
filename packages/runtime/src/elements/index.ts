export { audio, file, image, pdf, text, video } from './element-input.ts'
export type { PlayerOptions } from './hosted-film.ts'
export type {
  AudioOptions,
  ElementContent,
  ElementInput,
  ElementOptions,
  ElementSourceInput,
  FileOptions,
  ImageOptions,
  PdfOptions,
  TextOptions,
  VideoOptions,
} from './element-input.ts'
export {
  chart,
  staticChart,
  type CanvasLike,
  type ChartFigure,
  type ChartOptions,
  type ChartTrace,
  type ChartTraceType,
} from './chart.ts'
export { custom, type CustomOptions, type ElementComponent, type PropsOf } from './custom.ts'
export { ref } from './ref.ts'
export { table, type TableColumn, type TableOptions } from './table.ts'
export { LiveElement, type ElementChange, type ElementHandle } from './element-handle.ts'
export { LiveElements } from './live-elements.ts'
export { PanelReopener } from './panel-reopener.ts'
export { LivePanel, type ChatPanel, type PanelOptions } from './panel.ts'
