import type { CallWatch } from '../domain/ports/call-watch'
import type { Clock } from '../domain/ports/clock'
import type { Logins } from '../domain/ports/login'
import { type FacebookLoginSettings, facebookLogin } from './instagram/facebook-login'
import { type InstagramLoginSettings, instagramLogin } from './instagram/login'
import type { LoginCallSettings } from './login-call'
import { type TikTokLoginSettings, tiktokLogin } from './tiktok/login'
import { type GoogleLoginSettings, youtubeLogin } from './youtube/login'

type Own<T extends LoginCallSettings> = Omit<T, keyof LoginCallSettings>

/** URLs without a trailing slash. */
export interface LoginsOptions {
  clock: Clock
  watch: CallWatch
  requestTimeoutMs: number
  tiktok: Own<TikTokLoginSettings>
  instagram: Own<InstagramLoginSettings>
  /** Null: no account is connected by Facebook Login. */
  facebook: Own<FacebookLoginSettings> | null
  youtube: Own<GoogleLoginSettings>
}

/** Every login that Publisher knows. */
export function createLogins({ clock, watch, requestTimeoutMs, ...options }: LoginsOptions): Logins {
  const common = { clock, watch, requestTimeoutMs }
  return {
    TIKTOK: { own: tiktokLogin({ ...common, ...options.tiktok }) },
    INSTAGRAM: {
      own: instagramLogin({ ...common, ...options.instagram }),
      ...(options.facebook && { facebook: facebookLogin({ ...common, ...options.facebook }) }),
    },
    YOUTUBE: { own: youtubeLogin({ ...common, ...options.youtube }) },
  }
}
