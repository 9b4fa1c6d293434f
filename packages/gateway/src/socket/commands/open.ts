import { pickProfile, type AppInfo } from '@chatwright/protocol'
import { authorize, threadNotFound } from '../../auth/policy.ts'
import { notOffered } from '../../threads/composed.ts'
import type { Handler } from '../command-context.ts'

export const onOpen: Handler<'open'> = async (
  { threadId, create, profileId, seen },
  { user, connection, threads, services },
) => {
  const found = await threads.get(threadId)
  if (found) authorize(user, 'open', found)
  else if (!create) throw threadNotFound()
  const known = found ?? threads.live(threadId)
  const profile = known ? null : startingProfile(services.app, profileId)
  const thread = known ?? threads.create(threadId, user.id)
  if (profile !== null) thread.append({ type: 'setup-put', runId: null, setup: { id: 'profile', profileId: profile } })
  const how = connection.watch(thread, seen)
  threads.tellPresence(thread, 'connect')
  threads.greet(thread)
  return { how, epoch: thread.epoch, seq: thread.state.seq }
}

/**
 * The profile a new chat begins with. Which there are may depend on the person; then the wish is kept until the app was
 * asked, and the default takes its place when it is none of them. Where there are none at all a wish is of the past: a
 * page remembers the last one. Throws `not_offered`.
 */
function startingProfile(app: AppInfo | null, wanted: string | undefined): string | null {
  const profiles = app?.offer.profiles ?? []
  if (profiles.length === 0) return app?.handles.includes('setup') ? (wanted ?? null) : null
  if (wanted !== undefined && !profiles.some(({ id }) => id === wanted)) throw notOffered(`profile '${wanted}'`)
  return pickProfile(profiles, wanted)?.id ?? null
}
