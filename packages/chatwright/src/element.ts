export { mount, useElement, type ElementApi } from '@chatwright/web/element'
