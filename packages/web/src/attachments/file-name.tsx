/** As much of a name as always stays: its ending, and a little before it. */
const kept = 10

/** A name that loses its middle where there is too little room, and never its ending. */
export function FileName({ name }: { name: string }) {
  const at = Math.max(0, name.length - kept)
  return (
    <span className="name file-name" dir="auto" title={name}>
      <span>{name.slice(0, at)}</span>
      <span>{name.slice(at)}</span>
    </span>
  )
}
