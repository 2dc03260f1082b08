import { LocalFailure } from '../failure'
import type { StackInfo } from '../stack/info'

/**
 * Calls the running stack's API as any backend service would.
 * @throws LocalFailure with the problem's own words when it refuses
 */
export async function callApi<Answer>(
  { urls, apiKey }: StackInfo,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(new URL(path, urls.api), {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (answer.ok) return (await answer.json()) as Answer
  throw new LocalFailure(`The API refused ${method} ${path} (${answer.status}): ${await answer.text()}`)
}
