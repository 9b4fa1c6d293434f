/**
 * The timers of the framework itself, taken when this module is loaded: where an app's timers are recorded for their
 * run (see `ambient/`), these are not, though they are started around the same code.
 */
export const { setTimeout, clearTimeout } = globalThis
