import type { Platform } from '../../domain/platform'
import type { ConnectSettings } from './deps'

const NAME = 'publisher_connect'
const GIVEN = new RegExp(`(?:^|;) *${NAME}=([\\w-]{43})(?:;|$)`)

/** The secret by which a browser is known again; undefined where it has none. */
export const readBrowserCookie = (header: string | undefined): string | undefined => GIVEN.exec(header ?? '')?.[1]

/**
 * Sent back to the platform's own hops only. Lax: the callback is a navigation that comes from the platform's site, and
 * must bring it; a request that another site makes in the background must not.
 */
export function browserCookie(
  { publicUrl }: ConnectSettings,
  platform: Platform,
  secret: string,
  lifeMs: number,
): string {
  const { pathname, protocol } = new URL(`${publicUrl}/v1/oauth/${platform.toLowerCase()}`)
  const secure = protocol === 'https:' ? '; Secure' : ''
  return `${NAME}=${secret}; Path=${pathname}; Max-Age=${Math.ceil(lifeMs / 1_000)}; HttpOnly; SameSite=Lax${secure}`
}
