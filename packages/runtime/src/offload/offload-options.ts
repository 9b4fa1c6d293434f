// oxlint-disable-next-line typescript/no-explicit-any -- any function is one, whatever it takes
export type AnyWork = (...args: any[]) => unknown

/** What is the same for every kind of offloaded work. */
export interface OffloadOptions {
  /** What the log and errors call it. Default: the function's name, or the module's. */
  label?: string
  /** How long it may take, its start included, in milliseconds, 1 or more. Default: as long as it wants. */
  timeoutMs?: number
  /** What of the arguments is handed over and not copied: buffers, ports, streams. */
  transfer?: readonly object[]
}

/** Options of `chat.offload(url, options)`. `Work` is the type of the function in the module. */
export interface OffloadModuleOptions<Work extends AnyWork> extends OffloadOptions {
  /** Which export of the module is called. Default `default`. */
  export?: string
  /** What it is called with: whatever can be cloned. */
  args?: Parameters<Work>
}

/** `chat.offload({ … })`: a function with options. */
export interface OffloadFunction<Args extends unknown[], Result> extends OffloadOptions {
  /** See `chat.offload`: it can close over nothing. */
  work: (...args: Args) => Result
  args?: Args
}
