export {
  mount,
  useAction,
  useElement,
  useFunction,
  type ElementApi,
  type ElementFunction,
} from '@chatwright/web/element'
