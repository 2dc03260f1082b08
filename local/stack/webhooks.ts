import { LocalFailure } from '../failure'

/**
 * Registers the API's addresses at the sandbox, as an operator does in the platforms' portals. Done at every start: the
 * API may have got another port.
 * @param env the configuration of worker and API
 * @throws LocalFailure when the sandbox refuses
 */
export async function registerWebhooks(env: Record<string, string>, signal: AbortSignal): Promise<void> {
  const webhooks = `http://127.0.0.1:${env.API_PORT}/v1/webhooks`
  const { TIKTOK_CLIENT_KEY: clientKey, TIKTOK_CLIENT_SECRET: clientSecret, INSTAGRAM_APP_SECRET: appSecret } = env
  const settings = {
    tiktok: { webhook: { url: `${webhooks}/tiktok`, clientKey, clientSecret } },
    instagram: { deauthorize: { url: `${webhooks}/instagram`, appSecret } },
  }
  for (const [platform, change] of Object.entries(settings)) {
    const answer = await fetch(`${env.SANDBOX_URL}/control/settings/${platform}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(change),
      signal,
    })
    if (!answer.ok)
      throw new LocalFailure(`The sandbox did not take the addresses of ${platform}'s events: ${await answer.text()}`)
    await answer.body?.cancel()
  }
}
