import { z } from 'zod'
import { REVOKED_WITHIN_MS } from '../../api/authenticate'
import { id } from '../../api/schemas/common'
import { toFieldErrors } from '../../api/violations'
import type { ApiKeyRow } from '../../database/api-keys'
import { hashApiKey, newApiKey, SCOPES } from '../../security/api-keys'
import { UsageError } from '../exit'
import { argumentsOf, noArguments, oneArgument } from '../options'
import type { Action, Ops } from './deps'
import { table } from './table'

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

/** `keys create --principal <name> --scopes <scope>[,…] [--user <id>] [--name <text>]` */
export function createKey(args: string[]): Action {
  const text = { type: 'string' } as const
  const { positionals, values } = argumentsOf(args, { principal: text, scopes: text, user: text, name: text })
  noArguments(positionals)
  const parsed = wish.safeParse(values, { reportInput: true })
  const faults = parsed.success ? [] : faultsOf(parsed.error)
  if (faults.length > 0 && values.user === undefined) throw new UsageError(faults.join('\n'))

  return async (ops) => {
    // What only the database knows of the user is told along with the other faults.
    faults.push(...(await userFaults(ops, values)))
    if (!parsed.success || faults.length > 0) throw new UsageError(faults.join('\n'))
    const { principal, scopes, user: userId = null, name = null } = parsed.data
    const key = newApiKey()
    const row = await ops.apiKeys.create({ keyHash: hashApiKey(key), principal, scopes, userId, name })
    ops.say(`Key ${describe(row)} may ${scopes.join(', ')}${userId === null ? '' : `, for the user ${userId} only`}.`)
    ops.say('It is shown this once; only its hash is kept:')
    ops.say(key)
  }
}

/** `keys list` */
export function listKeys(args: string[]): Action {
  noArguments(argumentsOf(args, {}).positionals)
  const head = ['id', 'name', 'principal', 'scopes', 'user', 'created', 'last used', 'revoked']

  return async ({ apiKeys, say }) => table(head, (await apiKeys.list()).map(cellsOf)).forEach(say)
}

/** `keys revoke <id>` */
export function revokeKey(args: string[]): Action {
  const word = oneArgument(
    argumentsOf(args, {}).positionals,
    'which key to revoke, by its id: npm run ops -- keys list',
  )

  return async ({ apiKeys, clock, say }) => {
    const revoked = await apiKeys.revoke(word, new Date(clock.nowMs()))
    // The word is not repeated: it may be a key.
    if (!revoked) throw new UsageError('There is no key of this id: see npm run ops -- keys list.')
    const { key, revokedBefore } = revoked
    if (revokedBefore) throw new UsageError(`Key ${describe(key)} was revoked before, at ${instantOf(key.revokedAt)}.`)
    say(`Key ${describe(key)} is revoked: within ${REVOKED_WITHIN_MS / 1_000} seconds no API process lets it in.`)
  }
}

const describe = ({ id, name, principal }: ApiKeyRow): string =>
  `${id}${name === null ? '' : ` (${name})`} of ${principal}`

const cellsOf = ({ id, name, principal, scopes, userId, createdAt, lastUsedAt, revokedAt }: ApiKeyRow): string[] => [
  id,
  name ?? '',
  principal,
  scopes.join(','),
  userId ?? '',
  instantOf(createdAt),
  lastUsedAt ? instantOf(lastUsedAt) : 'never',
  instantOf(revokedAt),
]

const instantOf = (at: Date | null): string => at?.toISOString() ?? ''

const faultsOf = (error: z.ZodError): string[] =>
  toFieldErrors(error.issues, 'body').map((fault) => {
    const [, option] = 'pointer' in fault ? fault.pointer.split('/') : []
    return `--${option}: ${fault.message}`
  })

/** A key is bound only to a user that its service may see. */
async function userFaults({ users }: Ops, { principal, user }: { principal?: string; user?: string }) {
  if (user === undefined || !id.safeParse(user).success) return []
  const standing = await users.standing(user, { principal: principal ?? null, userId: null })
  if (standing === 'active') return []
  return [standing === null ? '--user: There is no such user of the principal' : '--user: The user is being erased']
}
