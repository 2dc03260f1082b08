import type { PostDraft } from '../../domain/ports/platform'
import { composeCaption } from '../../domain/publish-rules'
import { readOptions, tagsOf } from './rules'

/**
 * The video resource of an insert. Privacy and the two declarations are always sent, since YouTube's own defaults change;
 * what is left out elsewhere is as the channel's upload defaults say.
 */
export function videoResource(draft: PostDraft, marker: string): object {
  const options = readOptions(draft)
  return {
    snippet: {
      title: options.title,
      description: composeCaption(draft.caption, draft.hashtags),
      tags: [...tagsOf(options, draft.hashtags), marker],
      categoryId: options.categoryId,
      defaultLanguage: options.defaultLanguage,
    },
    status: {
      privacyStatus: options.privacyStatus,
      publishAt: options.publishAt,
      selfDeclaredMadeForKids: options.madeForKids,
      containsSyntheticMedia: options.containsSyntheticMedia,
      license: options.license,
      embeddable: options.embeddable,
      publicStatsViewable: options.publicStatsViewable,
    },
    ...(options.paidProductPlacement !== undefined && {
      paidProductPlacementDetails: { hasPaidProductPlacement: options.paidProductPlacement },
    }),
  }
}
