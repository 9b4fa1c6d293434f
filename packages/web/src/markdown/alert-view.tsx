import {
  BookOpen,
  Bug,
  CircleAlert,
  CircleCheck,
  CircleQuestionMark,
  Clock,
  FlaskConical,
  Info,
  Lightbulb,
  OctagonAlert,
  ShieldAlert,
  Sparkles,
  ThumbsUp,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react'
import { useContext, type ReactNode } from 'react'
import { Icon } from '../icons/icon.tsx'
import { labels } from './labels.ts'
import { MarkdownDrawing } from './syntax.ts'
import type { AlertKind } from './tokens.ts'

const icons = {
  note: Info,
  info: Info,
  tip: Lightbulb,
  important: CircleAlert,
  warning: TriangleAlert,
  caution: OctagonAlert,
  debug: Bug,
  example: BookOpen,
  success: CircleCheck,
  help: CircleQuestionMark,
  idea: Sparkles,
  pending: Clock,
  security: ShieldAlert,
  beta: FlaskConical,
  'best-practice': ThumbsUp,
} satisfies Record<AlertKind, LucideIcon>

/** A call-out: `> [!NOTE]` or `:::note`. */
export function AlertView({ kind, children }: { kind: AlertKind; children: ReactNode }) {
  const { alerts } = useContext(MarkdownDrawing)
  return (
    <div className={`alert is-${kind}${alerts === 'outlined' ? ' is-outlined' : ''}`} role="note">
      <Icon of={icons[kind]} />
      <div className="alert-body">
        <p className="alert-kind">{labels.alert[kind]}</p>
        {children}
      </div>
    </div>
  )
}
