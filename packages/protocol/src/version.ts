/**
 * The version both ends state when they connect. Raised when an older client can no longer understand a newer server
 * or the reverse; a client with another number is told to reload and gets nothing else.
 */
export const protocolVersion = 1
