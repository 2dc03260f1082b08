import { request } from 'undici'
import type { Secret, Place } from './search'

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** One who calls the API, with a key or as a browser, and keeps every answer. */
export interface Caller {
  call(method: string, path: string, given?: { body?: unknown; headers?: Record<string, string> }): Promise<Answer>
  /** Every part of every answer. */
  answers(): Promise<Place[]>
}

export function createCaller(url: string): Caller {
  const places: Place[] = []
  return {
    async call(method, path, { body, headers = {} } = {}) {
      const answer = await request(new URL(path, url), {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: body === undefined ? null : JSON.stringify(body),
      })
      const text = await answer.body.text()
      const name = `${method} ${path.replace(/\?.*/, '')}`
      places.push({ name: `${name}: body`, text })
      for (const [header, value] of Object.entries(answer.headers))
        places.push({ name: `${name}: ${header}`, text: [value].flat().join('\n') })
      return { status: answer.statusCode, headers: answer.headers, body: text }
    },
    answers: () => Promise.resolve(places),
  }
}

/** What an answer must carry, since the protocol itself goes by it: this secret, in this part of this answer. */
const CARRIED = [
  { part: /^POST \/v1\/connections\/\w+\/authorize: body$/, kind: 'connect link' },
  { part: /^POST \/v1\/posts\/\w+\/page-links: body$/, kind: 'page link' },
  { part: /^POST \/v1\/webhook-endpoints(\/[\w-]+\/rotate-secret)?: body$/, kind: 'webhook secret' },
  { part: /^GET \/v1\/oauth\/\w+\/start: set-cookie$/, kind: 'cookie' },
  { part: /^GET \/v1\/oauth\/\w+\/start: location$/, kind: 'state' },
]

export const isCarried = ({ place, kind }: { place: string; kind: Secret['kind'] }): boolean =>
  CARRIED.some((carried) => carried.part.test(place) && carried.kind === kind)
