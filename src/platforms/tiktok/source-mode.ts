import type { PlatformPublisher } from '../../domain/ports/platform'

/** How a video comes to TikTok, from opening the task to its verdict. */
export type SourceMode = Pick<PlatformPublisher, 'prepare' | 'transfer' | 'commit' | 'probe'>
