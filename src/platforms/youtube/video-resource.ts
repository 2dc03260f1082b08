import type { PostDraft } from '../../domain/ports/platform'
import { composeCaption } from '../../domain/publish-rules'
import { readOptions, tagsOf } from './rules'

/** The video resource of an insert. Privacy and the two declarations are always sent: YouTube's own defaults change. */
export function videoResource(draft: PostDraft, marker: string): object {
  const options = readOptions(draft)
  return {
    snippet: {
      title: options.title,
      description: composeCaption(draft.caption, draft.hashtags),
      tags: [...tagsOf(options, draft.hashtags), marker],
      categoryId: options.categoryId,
    },
    status: {
      privacyStatus: options.privacyStatus,
      selfDeclaredMadeForKids: options.madeForKids,
      containsSyntheticMedia: options.containsSyntheticMedia,
    },
  }
}
