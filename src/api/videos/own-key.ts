/** Where a user's objects lie in the bucket. */
export const ownPrefix = (userId: string): string => `videos/${userId}/`

export const isOwnKey = (userId: string, key: string): boolean => key.startsWith(ownPrefix(userId))
