import type { Compilable } from 'kysely'

/** A query that Kysely compiles once, when it is first used; from then on it only takes values. */
export type Prepared<Values> = (values: Values) => { sql: string; parameters: unknown[] }

/**
 * Prepares a query. `build` gets an object with the names of the values, and a slot in the place of each: it puts them
 * where the values are to stand. The values' names must be the same each time. Building a query anew costs several
 * times what running it does.
 */
export function prepare<Values extends object>(build: (slots: Values) => Compilable): Prepared<Values> {
  let compiled: { sql: string; parameters: readonly unknown[] } | null = null
  return (values) => {
    compiled ??= build(slotsFor(values)).compile()
    return {
      sql: compiled.sql,
      parameters: compiled.parameters.map((parameter) =>
        parameter instanceof Slot ? values[parameter.name as keyof Values] : parameter,
      ),
    }
  }
}

class Slot {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

function slotsFor<Values extends object>(values: Values): Values {
  return Object.fromEntries(Object.keys(values).map((name) => [name, new Slot(name)])) as Values
}
