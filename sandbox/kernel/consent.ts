import { isRegistered } from '../app'
import type { Account } from './accounts'
import { empty, Refusal, type Answer } from './answer'
import type { Call } from './call'
import { issueCode } from './codes'
import { consentError, consentPage } from './consent-page'
import type { Platform } from './platform'
import { SCOPES } from './scopes'
import type { Endpoint } from './serve'
import type { World } from './world'

/** What an app asks of a user by its authorize request. */
export interface ConsentRequest {
  clientId: string
  redirectUri: string
  state: string | null
  scopes: string[]
  /** PKCE's; null without it. */
  challenge: string | null
  /** Kept with the code for the token answer. */
  options: Record<string, string>
}

/** A platform's consent dialog. */
export interface ConsentDialog<P extends Platform> {
  platform: P
  /** The name of the login, as people read it. */
  login: string
  /** Express path of its page, on the host that people see. */
  path: string
  /** The query's name of the app, and what stands between its scopes. */
  clientIdName: 'client_id' | 'client_key'
  scopeSeparator: ',' | ' '
  label: (account: Account<P>) => string
  /** What the platform asks beyond the common. @throws Refusal by `badRequest` */
  read?: (call: Call) => Partial<Pick<ConsentRequest, 'challenge' | 'options'>>
  codeSeconds: number
  shapeCode?: (random: string) => string
  /** Beside `code` and `state`. */
  onAllow?: (scopes: string[]) => Record<string, string>
  /** Beside `error=access_denied` and `state`. */
  onDeny?: Record<string, string>
  /** What the platform leaves at the end of the address that it redirects to. */
  redirectEnd?: string
}

/** An authorize request that the user is told about instead of the app, whose address cannot be trusted yet. */
export const badRequest = (code: string, message: string): Refusal => new Refusal(consentError(code, message))

/** The page that asks, and the same address taking the page's form: `account`, any number of `scope`, `decision`. */
export function consentEndpoints<P extends Platform>(world: World, dialog: ConsentDialog<P>): Endpoint[] {
  const { path } = dialog
  return [
    {
      method: 'get',
      path,
      operations: ['oauth.authorize'],
      readOnly: true,
      handle: (call) => ask(world, dialog, call),
    },
    { method: 'post', path, operations: ['oauth.consent'], handle: (call) => decide(world, dialog, call) },
  ]
}

function ask<P extends Platform>(world: World, dialog: ConsentDialog<P>, call: Call): Answer {
  const { login, platform, label } = dialog
  const accounts = world.accounts.of(platform).map((account) => ({ id: account.accountId, label: label(account) }))
  return consentPage({ login, accounts, ...readRequest(world, dialog, call) })
}

async function decide<P extends Platform>(world: World, dialog: ConsentDialog<P>, call: Call): Promise<Answer> {
  const request = readRequest(world, dialog, call)
  const form = await call.form()
  if (form.get('decision') !== 'allow') return redirect(dialog, request, { error: 'access_denied', ...dialog.onDeny })
  const { platform, login } = dialog
  const account = world.accounts.find(platform, form.get('account') ?? '')
  if (!account) throw badRequest('invalid_request', 'The account that was chosen does not exist.')
  const { clientId, redirectUri, challenge, options } = request
  const scopes = request.scopes.filter((scope) => form.getAll('scope').includes(scope))
  const grant = { platform, login, accountId: account.accountId, clientId, redirectUri, challenge, scopes, options }
  const code = issueCode(world, grant, dialog.codeSeconds, dialog.shapeCode)
  return redirect(dialog, request, { code, ...dialog.onAllow?.(scopes) })
}

function readRequest<P extends Platform>(world: World, dialog: ConsentDialog<P>, call: Call): ConsentRequest {
  const { query } = call
  const clientId = query.get(dialog.clientIdName)
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!clientId) throw badRequest('invalid_client', `${dialog.clientIdName} is missing.`)
  if (!/^https?:/.test(redirectUri) || !URL.canParse(redirectUri) || redirectUri.includes('#')) {
    throw badRequest('redirect_uri_mismatch', 'redirect_uri must be an absolute address without a fragment.')
  }
  if (!isRegistered(world, dialog.platform, redirectUri)) {
    throw badRequest('redirect_uri_mismatch', 'redirect_uri is not registered for the app.')
  }
  if (query.get('response_type') !== 'code') {
    throw badRequest('unsupported_response_type', 'response_type must be code.')
  }
  const scopes = (query.get('scope') ?? '').split(dialog.scopeSeparator).filter(Boolean)
  const known: readonly string[] = SCOPES[dialog.platform]
  const unknown = scopes.filter((scope) => !known.includes(scope))
  if (scopes.length === 0 || unknown.length > 0) throw badRequest('invalid_scope', `Unknown scope: ${unknown.join()}`)
  return {
    clientId,
    redirectUri,
    state: query.get('state'),
    scopes,
    challenge: null,
    options: {},
    ...dialog.read?.(call),
  }
}

function redirect<P extends Platform>(
  { redirectEnd = '' }: ConsentDialog<P>,
  { redirectUri, state }: ConsentRequest,
  parameters: Record<string, string>,
): Answer {
  const location = new URL(redirectUri)
  for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value)
  if (state !== null) location.searchParams.set('state', state)
  return empty(302, { location: `${location.href}${redirectEnd}` })
}
