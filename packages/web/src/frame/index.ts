import './no-calls.ts'

export { useElement, type ElementApi } from './use-element.ts'
export { mount } from './mount.ts'
