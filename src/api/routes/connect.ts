import { z } from 'zod'
import { readBrowserCookie } from '../connect/browser-cookie'
import type { ConnectDeps } from '../connect/deps'
import { endConsent } from '../connect/end-consent'
import { openLink } from '../connect/open-link'
import { startConsent } from '../connect/start-consent'
import { route } from '../route'
import { authorizeBody, connectLink, platformInPath } from '../schemas/connection'
import { toIso } from '../views/instants'

const params = z.strictObject({ platform: platformInPath })

const headers = z.object({ cookie: z.string().optional() })

/** A parameter of another size or number is none of ours: it is left out, and what lacks it is refused. */
const told = z.string().max(4_096).optional().catch(undefined)

export const authorizeConnection = (deps: ConnectDeps) =>
  route(
    {
      method: 'post',
      path: '/v1/connections/{platform}/authorize',
      operationId: 'authorizeConnection',
      summary: 'Make a link by which a user connects, or reconnects, an account in the browser',
      tag: 'Connections',
      scope: 'accounts',
      params,
      body: authorizeBody,
      salvages: true,
      answer: connectLink,
      statuses: { 201: 'The link: good for one browser and one account, for a short time' },
      problems: ['validation-failed'],
    },
    async ({ params, body, caller, violations }) => {
      const { url, expiresAt } = await openLink(deps, params.platform, body, caller, violations)
      return { status: 201, headers: { 'Cache-Control': 'no-store' }, body: { url, expiresAt: toIso(expiresAt) } }
    },
  )

export const startOAuth = (deps: ConnectDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/oauth/{platform}/start',
      operationId: 'startOAuth',
      summary: "Where a link leads: binds the browser and sends it to the platform's consent page",
      tag: 'Connections',
      params,
      query: z.object({ link: told.meta({ examples: ['a1b2c3'] }) }),
      headers,
      statuses: { 302: "To the platform's consent page" },
      problems: [
        'validation-failed',
        'connect-link-invalid',
        'oauth-browser-mismatch',
        'connect-link-used',
        'connect-link-expired',
        'login-not-configured',
      ],
    },
    ({ params, query, headers }) =>
      startConsent(deps, params.platform, query.link ?? '', readBrowserCookie(headers.cookie)),
  )

export const finishOAuth = (deps: ConnectDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/oauth/{platform}/callback',
      operationId: 'finishOAuth',
      summary: 'Where the platform sends the browser back to: stores the connection',
      tag: 'Connections',
      params,
      query: z.object({
        state: told.meta({ examples: ['x9y8z7'] }),
        code: told.meta({ examples: ['4/0Adeu5B'] }),
        error: told.meta({ examples: ['access_denied'] }),
      }),
      headers,
      rawAnswer: { status: 200, mediaType: 'text/html', description: 'Without script' },
      statuses: {
        200: 'A page that tells the account is connected, where the link names no address to return to',
        303: 'To that address, with `status` (`connected`, `refused`, `failed`) and `connectionId` or `code`; `missing` lists scopes, `accounts` is JSON',
      },
      problems: [
        'validation-failed',
        'oauth-state-invalid',
        'oauth-browser-mismatch',
        'oauth-state-used',
        'oauth-state-expired',
        'access-denied',
        'account-taken',
        'account-choice-needed',
        'account-not-offered',
        'consent-superseded',
        'consent-failed',
        'login-not-configured',
      ],
    },
    ({ params: { platform }, query: { state, ...answer }, headers, log }) =>
      endConsent(deps, { platform, state, browser: readBrowserCookie(headers.cookie) }, answer, log),
  )
