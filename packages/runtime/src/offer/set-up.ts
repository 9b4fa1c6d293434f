import { pickProfile, type AppOffer, type Profile, type Setup } from '@chatwright/protocol'
import type { ChatContext } from '../chat/chat-context.ts'
import type { Run } from '../run/run.ts'
import type { AnyOfferOptions } from './offer-options.ts'
import { toProfiles, type ReadRules } from './profiles.ts'
import { toStarters } from './starters.ts'

/** What {@link setUp} works with. */
export interface SetUpParts {
  options: AnyOfferOptions
  declared: Omit<AppOffer, 'hearsEdits'>
  readRules: ReadRules
}

/** Asks an app's functions what there is for the person of a chat, and sets its thread up so. */
export async function setUp(run: Run, chat: ChatContext, { options, declared, readRules }: SetUpParts): Promise<void> {
  const { user, locale, signal } = chat
  const put = (setup: Setup): void => run.emit({ type: 'setup-put', runId: run.id, setup })
  let profiles: readonly Profile[] = declared.profiles
  if (typeof options.profiles === 'function') {
    const given = await options.profiles({ user, locale, signal })
    if (run.isStopped) return
    const fresh = toProfiles('profiles', given ?? [], declared.form, readRules)
    put({ id: 'profiles', profiles: fresh })
    profiles = fresh
  }
  const profile = pickProfile(profiles, chat.profile)
  if (typeof options.profiles === 'function' && profile) put({ id: 'profile', profileId: profile.id })
  if (typeof options.starters === 'function' && profile?.starters === undefined) {
    const given = await options.starters({ user, locale, signal, profile: profile?.id ?? null })
    if (run.isStopped) return
    put({ id: 'starters', starters: toStarters('starters', given ?? []) })
  }
}
