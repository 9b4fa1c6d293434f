import type { Tokens } from 'marked'

/** A formula. `display`: set on a line of its own. */
export interface MathToken {
  type: 'math'
  raw: string
  text: string
  display: boolean
}

/** The name of something that the text leads to, as it is written. */
export interface NameToken {
  type: 'name'
  raw: string
  text: string
}

/** A call-out: `> [!NOTE]`, or what stands between `:::note` and `:::`. */
export interface AlertToken {
  type: 'alert'
  raw: string
  kind: AlertKind
  tokens: BlockToken[]
}

export const alertKinds = [
  'note',
  'info',
  'tip',
  'important',
  'warning',
  'caution',
  'debug',
  'example',
  'success',
  'help',
  'idea',
  'pending',
  'security',
  'beta',
  'best-practice',
] as const
export type AlertKind = (typeof alertKinds)[number]

/** The text of a footnote, shown where it is written. */
export interface FootnoteToken {
  type: 'footnote'
  raw: string
  label: string
  tokens: InlineToken[]
}

/** A reference to a footnote. */
export interface FootnoteRefToken {
  type: 'footnote-ref'
  raw: string
  label: string
}

export type BlockToken =
  | AlertToken
  | FootnoteToken
  | MathToken
  | Tokens.Blockquote
  | Tokens.Checkbox
  | Tokens.Code
  | Tokens.Def
  | Tokens.Heading
  | Tokens.Hr
  | Tokens.HTML
  | Tokens.List
  | Tokens.Paragraph
  | Tokens.Space
  | Tokens.Table
  | Tokens.Text

export type InlineToken =
  | FootnoteRefToken
  | MathToken
  | NameToken
  | Tokens.Br
  | Tokens.Checkbox
  | Tokens.Codespan
  | Tokens.Del
  | Tokens.Em
  | Tokens.Escape
  | Tokens.Image
  | Tokens.Link
  | Tokens.Strong
  | Tokens.Tag
  | Tokens.Text
