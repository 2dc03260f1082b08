import { createTokenStore } from '../../src/database/tokens'
import type { Platform } from '../../src/domain/platform'
import { createTokenCipher } from '../../src/security/token-cipher'
import type { OwnAccount } from './own-account'
import type { PublisherWorld } from './publisher'

/** An account's token, as somebody would have it who had copied it: what is it still good for? */
export async function copyToken({ config, prisma }: PublisherWorld, { platform, target }: OwnAccount) {
  const stored = await createTokenStore(prisma, createTokenCipher(config.TOKEN_KEYS)).load(target.connectionId)
  if (!stored) throw new Error('there is no such connection')
  const url: Record<Platform, string> = {
    TIKTOK: `${config.TIKTOK_API_URL}/v2/user/info/?fields=open_id`,
    INSTAGRAM: `${config.INSTAGRAM_API_URL}/${config.INSTAGRAM_API_VERSION}/me?fields=user_id`,
    YOUTUBE: `${config.YOUTUBE_API_URL}/youtube/v3/channels?part=id&mine=true`,
  }
  const headers = { authorization: `Bearer ${stored.accessToken}` }
  return {
    /** The status of the platform's answer. */
    use: async (): Promise<number> => (await fetch(url[platform], { headers })).status,
  }
}
