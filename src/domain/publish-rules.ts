/**
 * The text that a viewer reads: the caption, then the hashtags on a line of their own. Every platform gets this one text,
 * so that a post whose answer was lost can be found again by it.
 * @param hashtags without `#`
 */
export function composeCaption(caption: string, hashtags: string[]): string {
  const tags = hashtags.map((hashtag) => `#${hashtag}`).join(' ')
  return [caption.trim(), tags].filter((part) => part !== '').join('\n\n')
}

/** Why a hashtag (without `#`) would not be read as one hashtag, as the end of a sentence; null when it is one. */
export function hashtagFault(hashtag: string): string | null {
  if (hashtag === '') return 'must not be empty'
  if (hashtag.includes('#')) return 'is written without #'
  if (/[\s,]/u.test(hashtag)) return 'must not contain spaces or commas'
  return null
}

/** Characters as people count them in code points: one for an emoji that takes two UTF-16 units. */
export const characterCount = (text: string): number => [...text].length

export const utf8ByteCount = (text: string): number => new TextEncoder().encode(text).length

/** Hashtags that a platform finds in a text, wherever they stand. */
export const hashtagCount = (text: string): number => text.match(/#[^\s#]+/gu)?.length ?? 0

/** @-mentions that a platform finds in a text; an e-mail address is none. */
export const mentionCount = (text: string): number => text.match(/(?<![\p{L}\p{N}._])@[\p{L}\p{N}._]+/gu)?.length ?? 0
