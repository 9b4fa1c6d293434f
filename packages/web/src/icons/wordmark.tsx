/** The wordmark, beside the mark. */
export function Wordmark() {
  return (
    <svg className="cw-word" viewBox="-1 0 94 25" fill="none" aria-hidden="true">
      <path
        d="M7 10.08A4 4 0 1 0 7 15.92M11 2.4V18M11 12.35A3.35 3.35 0 0 1 17.7 12.35V18M28.8 13a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM28.8 8V18M34.1 4.8V14.6A2.35 2.35 0 0 0 36.45 16.95H37.9M31.7 9.1H37.9M40.1 8L43.1 17.1L46 8.6L48.9 17.1L51.9 8M55.2 8V18M55.2 12.6A3.4 3.4 0 0 1 59.6 9.2M61.8 8V18M73.4 13a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM73.4 8V18.3A4 4 0 0 1 66.1 20.5M77.8 2.4V18M77.8 12.35A3.35 3.35 0 0 1 84.5 12.35V18M89.5 4.8V14.6A2.35 2.35 0 0 0 91.85 16.95H93.3M87.1 9.1H93.3"
        stroke="currentColor"
        strokeWidth="2.3"
        strokeLinejoin="round"
      />
      <rect x="60.35" y="2.6" width="2.9" height="2.9" rx=".7" fill="var(--cw-accent-mark)" />
    </svg>
  )
}
