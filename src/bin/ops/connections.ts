import { z } from 'zod'
import { decodeCursor, encodeCursor, id } from '../../api/schemas/common'
import type { FoundConnection } from '../../database/operations/operations'
import { UsageError } from '../exit'
import { command, onlyWord } from './command'
import type { Ops } from './deps'
import { counted } from './figures'
import { table } from './table'
import { toSecond } from './texts'
import { countWish, oneOf, platformWish, wishOf } from './wishes'

const STATUSES = ['ACTIVE', 'EXPIRED', 'REVOKED'] as const satisfies FoundConnection['status'][]

const MOST = 500

const wish = z.object({
  platform: platformWish.optional(),
  status: oneOf(STATUSES).optional(),
  user: id.optional(),
  limit: countWish(MOST).default(50),
  cursor: z
    .string()
    .refine((text) => decodeCursor(text) !== null, 'Is not a cursor of this list')
    .optional(),
})

export const listConnections = command({
  name: 'connections list',
  summary: 'Accounts by platform, status and user: since when, why, and how many jobs wait for them; never a token',
  options: {
    platform: { value: '<platform>', about: 'tiktok, instagram, youtube' },
    status: { value: '<status>', about: STATUSES.join(', ') },
    user: { value: '<id>', about: 'Of one user' },
    limit: { value: '<count>', about: `Accounts on a page, at most ${MOST}; without it, 50` },
    cursor: { value: '<cursor>', about: 'The next page, as the one before names it' },
  },
  changes: false,
  examples: ['--status REVOKED', '--platform instagram --json'],
  prepare({ values }) {
    const { platform, status, user: userId, limit, cursor } = wishOf(wish, values)
    const after = cursor === undefined ? null : decodeCursor(cursor)
    return async (ops) => {
      const page = await ops.operations.findConnections({ platform, status, userId }, { limit, after })
      const items = await viewsOf(ops, page.rows)
      const nextCursor = page.next && encodeCursor(page.next)
      const head = ['id', 'user', 'platform', 'status', 'why', 'since', 'expires', 'jobs wait']
      const rows = items.map(({ health, ...item }) => [
        ...[item.id, item.userId, item.platform, item.status, health.reason ?? '', toSecond(health.since)],
        ...[item.expiresAt ? toSecond(item.expiresAt) : '', String(health.waitingJobs)],
      ])
      return {
        lines: [
          ...(rows.length === 0 ? ['No account matches.'] : table([head, ...rows])),
          ...(nextCursor ? [`${counted(rows.length, 'account')}; more with --cursor ${nextCursor}`] : []),
        ],
        json: { items, nextCursor },
      }
    }
  },
})

export const showConnection = command({
  name: 'connections show',
  summary: 'All about one account but its tokens, and what may be done about it',
  words: { usage: '<connection id>', wanted: 'which account, by the id of its connection', count: 'one' },
  options: {},
  changes: false,
  examples: ['cmh2x8v1d0000'],
  prepare(input) {
    const word = onlyWord(input)
    return async (ops) => {
      const { rows } = await ops.operations.findConnections({ id: word }, { limit: 1, after: null })
      const [view] = await viewsOf(ops, rows)
      if (!view) throw new UsageError(`There is no connection "${word}".`)
      const { health } = view
      const usable = view.status === 'ACTIVE'
      return {
        lines: [
          `${view.id}: ${view.platform} account ${view.platformUsername} of user ${view.userId}`,
          ...table([
            ['  status', `${view.status}${health.reason ? ` (${health.reason})` : ''} since ${toSecond(health.since)}`],
            ['  token expires', view.expiresAt ? toSecond(view.expiresAt) : 'never'],
            ['  jobs wait', String(health.waitingJobs)],
          ]),
          usable
            ? `To keep its jobs back: npm run ops -- pause ${view.id} --reason "…"`
            : 'The user must connect the account again; its jobs then go on by themselves.',
        ],
        json: view,
      }
    }
  },
})

/** By the names of the API. */
async function viewsOf({ connections }: Ops, rows: FoundConnection[]) {
  const waiting = await connections.waitingJobs(rows.map((row) => row.id))
  return rows.map(({ statusReason, statusChangedAt, expiresAt, connectedAt, createdAt, ...row }) => ({
    ...row,
    expiresAt: expiresAt && expiresAt.toISOString(),
    connectedAt: connectedAt.toISOString(),
    createdAt: createdAt.toISOString(),
    health: {
      reason: statusReason,
      since: (statusChangedAt ?? connectedAt ?? createdAt).toISOString(),
      waitingJobs: waiting.get(row.id) ?? 0,
    },
  }))
}
