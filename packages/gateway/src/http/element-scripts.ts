/** What is wrong with the code of a custom element. `frame`: the lines around the place; null outside development. */
export interface ElementProblem {
  message: string
  frame: string | null
}

/** The code of one custom element: a classic script that draws into its frame. `version`: another for other code. */
export type ElementScript = { script: string; version: string } | { problem: ElementProblem }

/** Where the code of custom elements comes from. */
export interface ElementScripts {
  /** The element of a component; null when there is none of that name, its letter case included. */
  find(component: string): Promise<ElementScript | null>
  /** Another number when anything of them may be other code. */
  version(): number
}
