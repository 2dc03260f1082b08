import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Agent, request } from 'undici'
import type { LoggedCall } from '../../sandbox/kernel/request-log'
import type { Post } from '../../sandbox/kernel/posts'
import { startSandbox, type Sandbox } from '../../sandbox/start'

export interface Reply {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  /** Of a JSON body; undefined otherwise. */
  json: any // eslint-disable-line @typescript-eslint/no-explicit-any -- a test reads what it expects
}

interface Sent {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  token?: string
  headers?: Record<string, string>
  json?: unknown
  form?: Record<string, string>
  body?: Buffer | Iterable<Buffer> | AsyncIterable<Buffer>
}

/** A sandbox in a directory of its own and a client without any knowledge of its rules. */
export async function openSandbox() {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'publisher-sandbox-'))
  const agent = new Agent()
  let sandbox: Sandbox = await startSandbox({ dataDir, port: 0 })
  const send = (url: string, sent: Sent = {}) => sendTo(agent, url, sent)
  const control = async (method: Sent['method'], call: string, json?: unknown) => {
    const reply = await send(`${sandbox.url}/control${call}`, { method, json })
    if (reply.status >= 300) throw new Error(`control answered ${reply.status}: ${reply.text}`)
    return reply.json
  }
  return {
    dataDir,
    send,
    control,
    at: () => sandbox,
    posts: async () => (await control('GET', '/posts')) as Post[],
    calls: async (operation: string) => (await control('GET', `/requests?operation=${operation}`)) as LoggedCall[],
    advance: (seconds: number) => control('POST', '/clock', { advanceSeconds: seconds }),
    /** On the same port, as a server that was stopped and started again. */
    async restart() {
      const port = Number(new URL(sandbox.url).port)
      await sandbox.stop()
      sandbox = await startSandbox({ dataDir, port })
    },
    async close() {
      await agent.close()
      await sandbox.stop()
      await rm(dataDir, { recursive: true })
    },
  }
}

export type TestSandbox = Awaited<ReturnType<typeof openSandbox>>

async function sendTo(agent: Agent, url: string, { token, json, form, ...sent }: Sent): Promise<Reply> {
  const headers: Record<string, string> = { ...sent.headers }
  if (token !== undefined) headers.authorization = `Bearer ${token}`
  if (json !== undefined) headers['content-type'] ??= 'application/json'
  if (form !== undefined) headers['content-type'] ??= 'application/x-www-form-urlencoded'
  const body = json !== undefined ? JSON.stringify(json) : form ? new URLSearchParams(form).toString() : sent.body
  const method = sent.method ?? (body === undefined ? 'GET' : 'POST')
  const answer = await request(url, { dispatcher: agent, method, headers, body: body as Buffer })
  const text = await answer.body.text()
  return { status: answer.statusCode, headers: answer.headers, text, json: parseJson(text) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Asks again until the answer is right. */
export async function until<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const answer = await ask()
    if (isRight(answer)) return answer
    if (Date.now() > deadline) throw new Error(`still not right: ${JSON.stringify(answer)}`)
  }
}
