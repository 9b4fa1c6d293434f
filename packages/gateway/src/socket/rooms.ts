/** The room of all sockets of a person. */
export function roomOf(userId: string): string {
  return `user:${userId}`
}

/** The room of those sockets of a person that have asked for the list of threads. */
export function listRoomOf(userId: string): string {
  return `list:${userId}`
}
