/** The mark: a bubble whose lower corner is cut out for the square. */
export function Mark({ className = 'cw-mark' }: { className?: string }) {
  return (
    <svg className={className} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M9 2h6a7 7 0 0 1 7 7v4.5h-5.5a3 3 0 0 0-3 3V22H9a7 7 0 0 1-7-7V9a7 7 0 0 1 7-7Z" fill="currentColor" />
      <rect x="16" y="16" width="6" height="6" rx="1.6" fill="var(--cw-accent-mark)" />
    </svg>
  )
}
