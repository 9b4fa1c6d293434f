import type { ThreadExport } from '@chatwright/protocol'
import type { Exported } from './exported.ts'

/** A thread as JSON (see `threadExport`), piece by piece: it may be large. */
export function* toJson({ app, state, createdAt, updatedAt, exportedAt, linkOf }: Exported): Generator<string> {
  const { setups: _settings, ...thread } = state
  const links = Object.fromEntries(state.elements.flatMap((element) => entryOf(element.id, linkOf(element))))
  const head: Omit<ThreadExport, 'thread'> = {
    format: 'chatwright-thread',
    version: 1,
    app,
    exportedAt: iso(exportedAt),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    links,
  }
  yield `${JSON.stringify(head).slice(0, -1)},"thread":{`
  let isFirst = true
  for (const [name, value] of Object.entries(thread)) {
    yield `${isFirst ? '' : ','}\n${JSON.stringify(name)}:`
    isFirst = false
    if (!Array.isArray(value)) yield JSON.stringify(value)
    else yield* list(value)
  }
  yield '}}\n'
}

function* list(items: readonly unknown[]): Generator<string> {
  yield '['
  for (const [index, item] of items.entries()) yield `${index === 0 ? '' : ',\n'}${JSON.stringify(item)}`
  yield ']'
}

function entryOf(id: string, link: string | null): [string, string][] {
  return link === null ? [] : [[id, link]]
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
