import type { SandboxAddresses } from '../../local/stack/server-child'
import { platformEnv } from '../../local/stack/platform-env'
import { loginsOf } from '../../src/bin/logins'
import { parseConfig } from '../../src/config'
import type { Clock } from '../../src/domain/ports/clock'
import type { Logins } from '../../src/domain/ports/login'
import type { QuotaMeter } from '../../src/domain/ports/quota'
import { UNWATCHED } from './open-limits'

/** The platforms' logins as a sandbox has them. */
export const loginsAt = (
  sandbox: SandboxAddresses,
  clock: Clock,
  meter: QuotaMeter,
  change: NodeJS.ProcessEnv = {},
): Logins =>
  loginsOf(
    parseConfig({
      ...process.env,
      TOKEN_KEYS: `logins:${Buffer.from('a key that no login ever uses ..').toString('base64')}`,
      ...platformEnv(sandbox),
      ...change,
    }),
    clock,
    meter,
    UNWATCHED,
  )

const DEAD = 'http://127.0.0.1:9'

/** A sandbox that is not there. */
export const NOWHERE: SandboxAddresses = {
  url: DEAD,
  tiktokUrl: DEAD,
  instagramUrl: DEAD,
  facebookUrl: DEAD,
  ruploadUrl: DEAD,
  youtubeUrl: DEAD,
  youtubeAnalyticsUrl: DEAD,
  oauthUrl: DEAD,
  tiktokConsentUrl: DEAD,
  instagramConsentUrl: DEAD,
  instagramOauthUrl: DEAD,
  facebookConsentUrl: DEAD,
  googleConsentUrl: DEAD,
}
