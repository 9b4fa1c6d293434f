/** The sizes past which input is refused. Bytes are UTF-8; characters are UTF-16 units, as `string.length` counts. */
export const limits = {
  /** Characters in one message of a person. */
  messageCharacters: 200_000,
  /** Characters in a thread's title. */
  titleCharacters: 200,
  /** Characters in a search. */
  searchCharacters: 200,
  /** Bytes of JSON in a message's metadata. */
  metadataBytes: 16_384,
  /** Characters of one of the answers that may be chosen. */
  optionCharacters: 1_000,
  /** Characters in a text among settings. */
  settingCharacters: 20_000,
  /** Entries in a list among settings. */
  tagsAtOnce: 100,
  /** Characters in the name of a command, a mode, a profile or a setting. */
  nameCharacters: 200,
  /** Characters in the comment of a feedback. */
  commentCharacters: 5_000,
  /** Favourite messages of a person. */
  favorites: 500,
  /** Reasons of a feedback, offered or chosen. */
  reasonsAtOnce: 20,
  /** Files in one answer. */
  filesAtOnce: 100,
  /** Characters of a text element that stand in the thread itself; a longer one is kept as a file. */
  elementCharacters: 20_000,
  /**
   * Characters of the props of a custom element, of what it calls an action with, and of what that gives back, as JSON; of
   * the arguments and the value of a function of the page.
   */
  propsCharacters: 100_000,
  /** Characters of what a function of the page says went wrong. */
  errorCharacters: 1_000,
  /** Characters of a passage that is marked in a PDF. */
  highlightCharacters: 5_000,
  /** Bytes in one packet from a client; the socket closes above it. */
  packetBytes: 1_048_576,
} as const
