/** Cannot be drawn. */
export default function Throws(): never {
  throw new Error('No drawing today.')
}
