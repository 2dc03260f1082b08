import { randomBytes } from 'node:crypto'
import { stringify } from 'lossless-json'
import type { z } from 'zod'
import { json, Refusal, type Answer } from '../kernel/answer'
import type { Call } from '../kernel/call'

/** The envelope of the data endpoints. A bigint becomes a bare JSON number of all its digits, as TikTok's int64 ids are. */
export function success(data: Record<string, unknown>): Answer {
  return json(200, { data, error: { code: 'ok', message: '', log_id: logId() } }, stringify)
}

export function failure(status: number, code: string, message = ''): Answer {
  return json(status, { data: {}, error: { code, message, log_id: logId() } })
}

/** The code of a failure; null for a success, and for an answer without the envelope. */
export function failureCode({ body }: Answer): string | null {
  const { code } = /"error":\{"code":"(?<code>[a-z_]+)"/.exec(body)?.groups ?? {}
  return code === undefined || code === 'ok' ? null : code
}

/** OAuth endpoints answer flat, without the envelope. */
export function oauthFailure(status: number, error: string, description: string): Answer {
  return json(status, { error, error_description: description, log_id: logId() })
}

/** The error that TikTok documents for an HTTP status. */
export function errorOf(status: number): Answer {
  if (status === 401)
    return failure(401, 'access_token_invalid', 'The access token is invalid or not found in the request.')
  if (status === 429) return failure(429, 'rate_limit_exceeded', 'The API rate limit was exceeded.')
  if (status < 500) return failure(status, 'invalid_params', 'One or more fields in request is invalid.')
  return failure(status, 'internal_error', 'Something went wrong. Please try again later.')
}

/** The JSON body, checked. @throws Refusal 400 `invalid_param` naming the first fault. */
export async function parseBody<T>(call: Call, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await call.json())
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Refusal(failure(400, 'invalid_param', `${issue?.path.join('.') || 'body'}: ${issue?.message}`))
}

function logId(): string {
  return randomBytes(16).toString('hex').toUpperCase()
}
