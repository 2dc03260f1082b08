import type { Config } from '../config'
import type { EventReaders } from '../domain/ports/events'
import { instagramEvents } from '../platforms/instagram/signed-request'
import { tiktokEvents } from '../platforms/tiktok/webhook'

/** Each platform's events are signed with the secret of our app there. */
export const eventReadersOf = (config: Config): EventReaders => ({
  TIKTOK: tiktokEvents({ clientKey: config.TIKTOK_CLIENT_KEY, clientSecret: config.TIKTOK_CLIENT_SECRET }),
  INSTAGRAM: instagramEvents([config.INSTAGRAM_APP_SECRET, config.FACEBOOK_APP_SECRET ?? []].flat()),
})
