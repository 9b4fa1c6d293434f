import type { AlertKind } from './tokens.ts'

/** The words that this folder puts on the page. */
export const labels = {
  code: 'Code',
  codeIn: (language: string) => `Code, ${language}`,
  copyCode: 'Copy code',
  copied: 'Copied',
  wrapLines: 'Wrap lines',
  formula: 'Formula',
  table: (columns: string) => (columns === '' ? 'Table' : `Table: ${columns}`),
  done: 'Done',
  notDone: 'Not done',
  footnote: (label: string) => `Footnote ${label}`,
  backToText: 'Back to the text',
  picture: 'Picture',
  alert: {
    note: 'Note',
    info: 'Info',
    tip: 'Tip',
    important: 'Important',
    warning: 'Warning',
    caution: 'Caution',
    debug: 'Debug',
    example: 'Example',
    success: 'Success',
    help: 'Help',
    idea: 'Idea',
    pending: 'Pending',
    security: 'Security',
    beta: 'Beta',
    'best-practice': 'Best practice',
  } satisfies Record<AlertKind, string>,
}
