/** Why a control did not do what it was pressed for; beside it, in words. */
export function Problem({ text }: { text: string | null }) {
  return text === null ? null : (
    <span className="problem" role="alert">
      {text}
    </span>
  )
}
