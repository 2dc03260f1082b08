import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '../../local/ports'
import { createWebhookSender } from '../../src/security/webhooks/sender'
import { newWebhookSecret } from '../../src/security/webhooks/signing'
import { until } from '../support/until'

const ROOT = path.join(__dirname, '..', '..')

/** As it stands in the README, on another port. */
function receiver(port: number): string {
  const [, code = ''] = /```js\n(.*?)```/s.exec(readFileSync(path.join(ROOT, 'README.md'), 'utf8')) ?? []
  expect(code).toContain('listen(4000')
  return code.replace('4000', String(port))
}

test("the README's receiver takes what is signed with its secret, and nothing else", async () => {
  const [port, secret] = [await freePort(), newWebhookSecret()]
  const child = spawn(process.execPath, ['--input-type=module', '-e', receiver(port)], {
    cwd: ROOT,
    env: { ...process.env, WEBHOOK_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.on('data', (data: Buffer) => (printed += data.toString()))
  const gone = once(child, 'exit')
  try {
    const sender = createWebhookSender({ clock: { nowMs: () => Date.now() }, allowLoopback: true })
    const body = JSON.stringify({ type: 'publish_job.completed', data: { jobId: 'publish-1' } })
    const message = { messageId: 'message-1', endpointId: 'endpoint-1', url: `http://127.0.0.1:${port}/`, body }
    const statusOf = async (of: string) =>
      (await sender.send({ ...message, secrets: [of] }, new AbortController().signal)).httpStatus
    expect(await until(() => statusOf(secret))).toBe(204)
    expect(printed).toContain("message-1 publish_job.completed { jobId: 'publish-1' }")
    expect(await statusOf(newWebhookSecret())).toBe(400)
  } finally {
    child.kill()
    await gone
  }
})
