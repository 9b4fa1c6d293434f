import { z } from 'zod'
import { element } from '../content/element.ts'
import { panel } from '../content/panel.ts'
import { id } from '../ids.ts'

const { title, key, layout } = panel.shape

/**
 * The side panel opens. With `elements` it shows those in place of what it had, which goes; with none of them it closes.
 * Without, it keeps what it shows. What else is left out is as usual where it shows something new, except for its title, and
 * as it was where it does not. A run gives the elements; each is recorded by an event of its own, in front of this, which
 * then has their ids (`elementIds`): so they have their places in the thread. There is one panel for all runs of a thread: what it was before is what the thread says.
 */
export const panelOpen = z.object({
  type: z.literal('panel-open'),
  runId: id,
  title: title.optional(),
  key: key.optional(),
  layout: layout.optional(),
  elements: z.array(element).optional(),
  elementIds: z.array(id).optional(),
})

/** The side panel closes, and what it showed goes. */
export const panelClose = z.object({ type: z.literal('panel-close'), runId: id })
