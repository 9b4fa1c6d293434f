/** What an author's picture is called: the name in small letters, with `_` for each space and dot. As the server has it. */
export function avatarKey(author: string): string {
  return author.trim().toLowerCase().replaceAll(/[\s.]/g, '_')
}
