import { empty, json, type Answer } from '../kernel/answer'
import type { Settings } from '../settings'
import { oauthFailure } from './envelope'

export type OauthAnswers = ReturnType<typeof oauthAnswers>

/** TikTok's flat OAuth answers, in each of the shapes that were seen. */
export function oauthAnswers(settings: () => Settings<'TIKTOK'>) {
  return {
    success: (fields: Record<string, unknown>): Answer =>
      json(200, settings().oauthSuccessHasError ? { ...fields, error: '', error_description: '' } : fields),
    done: (): Answer => empty(200),
    failure: (status: number, error: string, description: string): Answer =>
      oauthFailure(settings().oauthFailuresAre200 ? 200 : status, error, description),
    /** The error that an HTTP status stands for. */
    errorOf: (status: number): Answer =>
      oauthFailure(status, status < 500 ? 'invalid_request' : 'internal_error', 'Try again later.'),
  }
}
