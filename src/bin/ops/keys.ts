import { z } from 'zod'
import { REVOKED_WITHIN_MS } from '../../api/authenticate'
import { id } from '../../api/schemas/common'
import type { ApiKeyRow } from '../../database/api-keys'
import { hashApiKey, newApiKey, SCOPES } from '../../security/api-keys'
import { UsageError } from '../exit'
import { command, onlyWord } from './command'
import type { Ops } from './deps'
import { table } from './table'
import { faultsOf } from './wishes'

const wish = z
  .object({
    principal: z.string().regex(/^[\w.-]{1,64}$/, 'Must be 1 to 64 letters, digits or . _ -'),
    scopes: z.preprocess(
      (list) => (typeof list === 'string' ? [...new Set(list.split(',').map((scope) => scope.trim()))] : list),
      z.array(z.enum(SCOPES, { error: ({ input }) => `"${String(input)}" is none of ${SCOPES.join(', ')}` })),
    ),
    user: id.optional(),
    name: z.string().trim().min(1).max(100).optional(),
  })
  .refine(({ user, scopes }) => user === undefined || !scopes.includes('operate'), {
    path: ['user'],
    message: 'Goes with every scope but operate, which sees all users',
    when: ({ value }) => z.object({ scopes: z.array(z.string()) }).safeParse(value).success,
  })

export const createKey = command({
  name: 'keys create',
  summary: 'Makes an API key for a service, or for one user of it, and shows it this once',
  options: {
    principal: { value: '<name>', about: 'The service' },
    scopes: { value: `<${SCOPES.join(',')}>`, about: 'What it may' },
    user: { value: '<id>', about: 'The one user that it acts for; without it, every user of the service' },
    name: { value: '<text>', about: 'What people call it' },
  },
  changes: true,
  examples: ['--principal shop --scopes publish,read,accounts --name checkout'],
  prepare({ values }) {
    const parsed = wish.safeParse(values, { reportInput: true })
    const faults = parsed.success ? [] : faultsOf(parsed.error)
    if (faults.length > 0 && values.user === undefined) throw new UsageError(faults.join('\n'))

    return async (ops) => {
      // What only the database knows of the user is told along with the other faults.
      faults.push(...(await userFaults(ops, values)))
      if (!parsed.success || faults.length > 0) throw new UsageError(faults.join('\n'))
      const { principal, scopes, user: userId = null, name = null } = parsed.data
      const may = `may ${scopes.join(', ')}${userId === null ? '' : `, for the user ${userId} only`}`
      return {
        lines: [`Makes a key${name === null ? '' : ` (${name})`} of ${principal} that ${may}.`],
        json: { principal, scopes, userId, name },
        question: 'Make it?',
        async apply() {
          const key = newApiKey()
          const row = await ops.apiKeys.create({ keyHash: hashApiKey(key), principal, scopes, userId, name })
          const shownOnce = 'It is shown this once; only its hash is kept:'
          return { lines: [`Key ${describe(row)} ${may}.`, shownOnce, key], json: { ...row, key } }
        },
      }
    }
  },
})

export const listKeys = command({
  name: 'keys list',
  summary: 'Every API key: whose it is, what it may, when it was last used; never the key itself',
  options: {},
  changes: false,
  examples: [''],
  prepare:
    () =>
    async ({ apiKeys }) => {
      const keys = await apiKeys.list()
      const head = ['id', 'name', 'principal', 'scopes', 'user', 'created', 'last used', 'revoked']
      return { lines: table([head, ...keys.map(cellsOf)]), json: keys }
    },
})

export const revokeKey = command({
  name: 'keys revoke',
  summary: 'No process lets the key in any more, within seconds',
  words: { usage: '<id>', wanted: 'which key to revoke, by its id: npm run ops -- keys list', count: 'one' },
  options: {},
  changes: true,
  details: 'A revoked key never comes back. Give its service another one first: several keys may be of one service.',
  examples: ['cmh2x8v1d0000'],
  prepare(input) {
    const word = onlyWord(input)
    return async ({ apiKeys, clock }) => {
      const found = (await apiKeys.list()).find((key) => key.id === word)
      // The word is not repeated: it may be a key.
      if (!found) throw new UsageError('There is no key of this id: see npm run ops -- keys list.')
      refuseRevoked(found)
      return {
        lines: [`Revokes the key ${describe(found)}, last used ${lastUse(found)}. It never comes back.`],
        json: found,
        question: 'Revoke it?',
        async apply() {
          const revoked = await apiKeys.revoke(word, new Date(clock.nowMs()))
          if (!revoked) throw new UsageError('There is no key of this id any more.')
          if (revoked.revokedBefore) refuseRevoked(revoked.key)
          const within = `within ${REVOKED_WITHIN_MS / 1_000} seconds no API process lets it in`
          return { lines: [`Key ${describe(found)} is revoked: ${within}.`], json: revoked.key }
        },
      }
    }
  },
})

/** @throws UsageError */
function refuseRevoked(key: ApiKeyRow): void {
  if (key.revokedAt) throw new UsageError(`Key ${describe(key)} was revoked before, at ${key.revokedAt.toISOString()}.`)
}

const describe = ({ id, name, principal }: ApiKeyRow): string =>
  `${id}${name === null ? '' : ` (${name})`} of ${principal}`

const lastUse = ({ lastUsedAt }: ApiKeyRow): string => lastUsedAt?.toISOString() ?? 'never'

const cellsOf = (key: ApiKeyRow): string[] => [
  key.id,
  key.name ?? '',
  key.principal,
  key.scopes.join(','),
  key.userId ?? '',
  key.createdAt.toISOString(),
  lastUse(key),
  key.revokedAt?.toISOString() ?? '',
]

/** A key is bound only to a user that its service may see. */
async function userFaults({ users }: Ops, { principal, user }: { principal?: string; user?: string }) {
  if (user === undefined || !id.safeParse(user).success) return []
  const standing = await users.standing(user, { principal: principal ?? null, userId: null })
  if (standing === 'active') return []
  return [standing === null ? '--user: There is no such user of the principal' : '--user: The user is being erased']
}
