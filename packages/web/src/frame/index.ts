import './no-calls.ts'

export { useAction, useElement, type ElementApi } from './use-element.ts'
export { useFunction } from './use-function.ts'
export type { ElementFunction } from './offered.ts'
export { mount } from './mount.ts'
