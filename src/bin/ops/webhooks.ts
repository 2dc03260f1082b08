import { PROBLEMS } from '../../api/problems'
import { decodeCursor, encodeCursor } from '../../api/schemas/common'
import { toEndpointView, toMessageView } from '../../api/views/webhook-view'
import type { EndpointRow } from '../../database/webhooks/endpoints'
import { EVERYTHING } from '../../domain/reach'
import { z } from 'zod'
import { UsageError } from '../exit'
import { command, onlyWord } from './command'
import type { Ops } from './deps'
import { counted, figure } from './figures'
import { table } from './table'
import { toSecond } from './texts'
import { countWish, wishOf } from './wishes'

/** Messages that one call sends again; a second one goes on with the others. */
const MOST_MESSAGES = 1_000
const PAGE = 100

const page = z.object({
  limit: countWish(500).default(50),
  cursor: z
    .string()
    .refine((text) => decodeCursor(text) !== null, 'Is not a cursor of this list')
    .optional(),
})

const WORDS = { usage: '<endpoint id>', wanted: 'which endpoint, by its id', count: 'one' } as const

export const listWebhooks = command({
  name: 'webhooks list',
  summary: 'Webhook endpoints: whose, enabled or why not, failing since when',
  options: {
    limit: { value: '<count>', about: 'Endpoints on a page, at most 500; without it, 50' },
    cursor: { value: '<cursor>', about: 'The next page, as the one before names it' },
  },
  changes: false,
  examples: [''],
  prepare({ values }) {
    const { limit, cursor } = wishOf(page, values)
    const after = cursor === undefined ? null : decodeCursor(cursor)
    return async (ops) => {
      const { rows, next } = await ops.webhookEndpoints().list(EVERYTHING, { limit, after })
      const nextCursor = next && encodeCursor(next)
      const head = ['id', 'address', 'state', 'failing since']
      return {
        lines: [
          ...(rows.length === 0 ? ['There is no webhook endpoint.'] : table([head, ...rows.map(rowOf)])),
          ...(nextCursor ? [`${counted(rows.length, 'endpoint')}; more with --cursor ${nextCursor}`] : []),
        ],
        json: { items: rows.map(toEndpointView), nextCursor },
      }
    }
  },
})

const rowOf = ({ id, url, disabledAt, disabledReason, failingSince }: EndpointRow): string[] => [
  id,
  // What follows the path may be a secret of the receiver.
  new URL(url).origin + new URL(url).pathname,
  disabledAt ? `disabled ${toSecond(disabledAt.toISOString())} (${disabledReason ?? '?'})` : 'enabled',
  failingSince ? toSecond(failingSince.toISOString()) : '',
]

export const enableWebhook = command({
  name: 'webhooks enable',
  summary: 'Lets a disabled endpoint have messages again, from now on',
  words: WORDS,
  options: {},
  changes: true,
  details: 'What it has missed is sent by webhooks redeliver.',
  examples: ['<endpoint id> --dry-run'],
  prepare(input) {
    const word = onlyWord(input)
    return async (ops) => {
      const endpoints = ops.webhookEndpoints()
      const row = await endpoints.find(word, EVERYTHING)
      if (!row) throw new UsageError(`There is no webhook endpoint "${word}".`)
      if (!row.disabledAt) return { lines: [`${word} is enabled.`], json: toEndpointView(row) }
      return {
        lines: [`Enables ${rowOf(row).join('  ')}`],
        json: toEndpointView(row),
        question: 'Enable it?',
        async apply() {
          const changed = await endpoints.change(word, EVERYTHING, { enabled: true })
          if (!changed) throw new UsageError('It is gone.')
          return { lines: [`${word} is enabled.`], json: toEndpointView(changed) }
        },
      }
    }
  },
})

export const redeliverWebhooks = command({
  name: 'webhooks redeliver',
  summary: 'Sends the messages that failed to an endpoint once more, with the same ids',
  words: WORDS,
  options: {},
  changes: true,
  details: `The newest ${figure(MOST_MESSAGES)} of them; a receiver knows by the id what it has had. Messages are kept for 30 days.`,
  examples: ['<endpoint id> --dry-run'],
  prepare(input) {
    const word = onlyWord(input)
    return async (ops) => {
      const row = await ops.webhookEndpoints().find(word, EVERYTHING)
      if (!row) throw new UsageError(`There is no webhook endpoint "${word}".`)
      const disabled = PROBLEMS['webhook-endpoint-disabled']
      if (row.disabledAt) throw new UsageError(`${disabled.title}: npm run ops -- webhooks enable ${word}`)
      const failed = await failedMessages(ops, word)
      if (failed.length === 0) return { lines: ['No message to it has failed.'], json: [] }
      return {
        lines: [`Sends ${counted(failed.length, 'message')} to ${rowOf(row)[1]} again.`],
        json: failed.map(toMessageView),
        question: 'Send them?',
        async apply() {
          const sent: Awaited<ReturnType<typeof failedMessages>> = []
          for (const { id } of failed) {
            const message = await ops.webhookMessages.redeliver(word, id)
            // Disabled in the meantime.
            if (!message) break
            sent.push(message)
            // A message on its way whose run could not be started is found by the reconciler.
            await ops.inTime(() => ops.deliveryRuns.start({ messageId: id, endpointId: word })).catch(() => {})
          }
          return {
            lines: [`${counted(sent.length, 'message is', 'messages are')} on their way.`],
            json: sent.map(toMessageView),
            failed: sent.length < failed.length,
          }
        },
      }
    }
  },
})

async function failedMessages({ webhookMessages }: Ops, endpointId: string) {
  const found = []
  for (let after = null; ;) {
    const { rows, next } = await webhookMessages.list(endpointId, { state: 'FAILED', limit: PAGE, after })
    found.push(...rows)
    if (!next || found.length >= MOST_MESSAGES) return found
    after = next
  }
}
