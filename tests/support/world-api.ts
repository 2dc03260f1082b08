import { hashApiKey, newApiKey } from '../../src/security/api-keys'
import { spawnApi } from './api-process'
import type { PublisherWorld } from './publisher'

/** The API of a world in a process of its own, for a caller who may do everything but operate. */
export interface WorldApi {
  url: string
  /** By which the caller is known. */
  headers: { authorization: string }
  // What shape of answer is expected is for the caller to say.
  send<Body = Record<string, unknown>>(
    method: string,
    path: string,
    request?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<{ status: number; body: Body }>
  close(): Promise<void>
}

export async function openWorldApi(world: PublisherWorld, overrides: NodeJS.ProcessEnv = {}): Promise<WorldApi> {
  const { url, kill } = await spawnApi({ ...world.env, ...overrides })
  const key = newApiKey()
  await world.prisma.apiKey.create({
    data: { principal: 'tests', keyHash: hashApiKey(key), scopes: ['publish', 'read', 'accounts'] },
  })
  const caller = { authorization: `Bearer ${key}` }
  return {
    url,
    headers: caller,
    async send<Body>(method: string, path: string, { body, headers = {} }: { body?: unknown; headers?: object } = {}) {
      const response = await fetch(url + path, {
        method,
        headers: { ...caller, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: JSON.parse((await response.text()) || 'null') as Body }
    },
    close: kill,
  }
}
