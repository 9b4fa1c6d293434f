export { mount, useElement, useFunction, type ElementApi, type ElementFunction } from '@chatwright/web/element'
