/** Where a user's videos, covers and thumbnails lie in the bucket. */
export const ownPrefix = (userId: string): string => `videos/${userId}/`

export const isOwnKey = (userId: string, key: string): boolean => key.startsWith(ownPrefix(userId))

/** Where a user's archived posts lie. */
export const archivePrefix = (userId: string): string => `archive/${userId}/`

/** Everything in the bucket that is a user's: what lies elsewhere was registered by an operator and may belong to others too. */
export const userPrefixes = (userId: string): string[] => [ownPrefix(userId), archivePrefix(userId)]

/** Where everything of ours lies in the bucket. */
export const OWN_ROOTS = ['videos/', 'archive/'] as const
