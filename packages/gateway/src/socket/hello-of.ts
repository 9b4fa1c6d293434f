import { emptyOffer, type AppHello, type AppInfo } from '@chatwright/protocol'

/** What a page is told of the app; of one that is not loaded, as good as nothing. */
export function helloOf(
  app: AppInfo | null,
  { hasReadme, avatars, elementsVersion }: Pick<AppHello, 'hasReadme' | 'avatars' | 'elementsVersion'>,
): AppHello {
  return {
    name: app?.name ?? 'Chat',
    description: app?.description ?? null,
    canContinue: app?.handles.includes('continue') ?? false,
    uploads: app?.uploads ?? null,
    feedback: app?.feedback ?? null,
    editing: app?.editing ?? true,
    favorites: app?.favorites ?? false,
    panel: app?.panel ?? { width: null, autoOpen: true },
    offer: app?.offer ?? emptyOffer,
    html: app?.html ?? false,
    markdown: app?.markdown ?? { user: true, assistant: true, math: true, alerts: 'filled' },
    hasReadme,
    avatars,
    elementsVersion,
  }
}
