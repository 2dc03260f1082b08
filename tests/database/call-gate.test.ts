import fc from 'fast-check'
import { createCallGate } from '../../src/database/limits/call-gate'
import { createCooldowns } from '../../src/database/limits/cooldowns'
import { PublishError, type Cooldown, type Problem } from '../../src/domain/errors'
import type { CallGate, CallWindow, Pause, PlatformCall } from '../../src/domain/ports/limits'
import { type Crowd, openCrowd } from '../support/crowd'
import { createTestDatabase, type TestDatabase } from '../support/database'

const START_MS = Date.parse('2027-01-15T12:00:00Z')
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

let database: TestDatabase
let crowd: Crowd
let nowMs = START_MS
const clock = { nowMs: () => nowMs }
let gates: CallGate[]
let accounts = 0

beforeAll(async () => {
  database = await createTestDatabase()
  crowd = openCrowd(database.url, 7)
  gates = crowd.clients.map((prisma) => createCallGate(prisma, clock, { rateLimitWaitMs: MINUTE_MS }))
})
afterAll(async () => {
  await crowd.close()
  await database.drop()
})
beforeEach(() => {
  nowMs += 10 * DAY_MS
})

const first = <T>([one]: T[]): T => {
  if (one === undefined) throw new Error('there is none')
  return one
}
const gate = () => first(gates)
const prisma = () => first(crowd.clients)

const initWindow: CallWindow = { name: 'video.init', limit: 6, windowMs: MINUTE_MS }

/** Of an account of its own, unless the change names one. */
const aCall = (change: Partial<PlatformCall> = {}): PlatformCall => ({
  platform: 'TIKTOK',
  platformUserId: `account-${accounts++}`,
  operation: 'video.init',
  effect: 'write',
  windows: [],
  ...change,
})

type Limit = Problem & { cooldown: Cooldown }

const aLimit = (change: Partial<Limit> = {}): Limit => ({
  code: 'posting-cap',
  category: 'rate-limited',
  message: 'The account has posted enough.',
  remedy: 'Nothing to do.',
  untilMs: nowMs + DAY_MS,
  cooldown: { scope: 'writes', reach: 'account' },
  ...change,
})

/** The problem that forbids a call; undefined where nothing does. */
async function refusal(call: PlatformCall): Promise<Problem | undefined> {
  try {
    await gate().admit(call)
    return undefined
  } catch (error) {
    if (!(error instanceof PublishError)) throw error
    expect(error.neverSent).toBe(true)
    expect(error.problem).toMatchObject({ category: 'rate-limited' })
    expect(error.problem.cooldown).toBeUndefined()
    return error.problem
  }
}

/** How many of so many simultaneous callers are let through. */
async function admitted(call: PlatformCall, callers: number): Promise<number> {
  const asked = Array.from({ length: callers }, async (_, number) => {
    const chosen = gates[number % gates.length] ?? gate()
    return chosen.admit(call).then(
      () => 1,
      (error: unknown) => {
        if (error instanceof PublishError) return 0
        throw error
      },
    )
  })
  return (await Promise.all(asked)).reduce<number>((sum, one) => sum + one, 0)
}

describe('call windows', () => {
  test('of 64 callers at once, as many are let through as any sliding window has room for', async () => {
    const round = fc.record({
      stepMs: fc.oneof(fc.integer({ min: 1, max: 90_000 }), fc.constant(MINUTE_MS)),
      callers: fc.constantFrom(1, 3, 64),
    })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.array(round, { maxLength: 6 }), async (limit, rounds) => {
        const call = aCall({ windows: [{ ...initWindow, limit }] })
        const calls: { atMs: number; count: number }[] = []
        for (const { stepMs, callers } of rounds) {
          nowMs += stepMs
          const before = calls.filter(({ atMs }) => atMs > nowMs - MINUTE_MS).reduce((sum, { count }) => sum + count, 0)
          const count = await admitted(call, callers)
          expect(count).toBe(Math.min(callers, limit - before))
          calls.push({ atMs: nowMs, count })
        }
      }),
      { numRuns: 25 },
    )
  })

  test('a call that counts in several windows takes a place in all of them or in none', async () => {
    const perDay: CallWindow = { name: 'direct-post', limit: 9, windowMs: DAY_MS }
    const call = aCall({ windows: [perDay, initWindow] })
    expect(await admitted(call, 64)).toBe(6)
    nowMs += MINUTE_MS
    expect(await admitted(call, 64)).toBe(3)
    const { platform, platformUserId } = call
    // What the full day has refused has taken nothing of the minute.
    expect(await admitted({ ...call, windows: [initWindow] }, 64)).toBe(3)
    expect(await refusal({ platform, platformUserId, operation: 'x', effect: 'read', windows: [] })).toBeUndefined()
    expect(await refusal(call)).toMatchObject({ untilMs: nowMs - MINUTE_MS + DAY_MS })
  })

  test('a refusal tells the limit in words, and when the oldest call leaves', async () => {
    const call = aCall({ windows: [{ ...initWindow, limit: 2 }] })
    const startMs = nowMs
    await gate().admit(call)
    nowMs += 20_000
    await gate().admit(call)
    nowMs += 10_000
    expect(await refusal(call)).toMatchObject({
      code: 'rate-limited',
      message: 'TikTok takes 2 calls of video.init from one account within 1 minute.',
      untilMs: startMs + MINUTE_MS,
    })
    // A limit that was lowered in between: two have to leave.
    const lowered = { ...call, windows: [{ ...initWindow, limit: 1 }] }
    expect(await refusal(lowered)).toMatchObject({ untilMs: startMs + 20_000 + MINUTE_MS })
  })

  test('a caller that has read the time and was overtaken cannot count from before its predecessor', async () => {
    const call = aCall({ windows: [initWindow] })
    expect(await admitted(call, 64)).toBe(6)
    nowMs += MINUTE_MS
    expect(await admitted(call, 2)).toBe(2)
    nowMs -= 30_000
    expect(await admitted(call, 64)).toBe(4)
  })

  test('other accounts have places of their own', async () => {
    const windows = [initWindow]
    expect(await admitted(aCall({ windows }), 64)).toBe(6)
    expect(await admitted(aCall({ windows }), 64)).toBe(6)
  })

  test('a limit that the platform does not tell is learnt from its refusal, and forgotten in the end', async () => {
    const posts: CallWindow = { name: 'direct-post', limit: null, windowMs: DAY_MS }
    const call = aCall({ windows: [posts] })
    expect(await admitted(call, 15)).toBe(15)
    const cooldown: Cooldown = { scope: 'writes', reach: 'account', teaches: posts }
    // Three more were on their way together: none of them is one of those that were let through.
    const refused = [await gate().admit(call), await gate().admit(call), await gate().admit(call)]
    for (const calledAtMs of refused) {
      await gate().giveBack(call, calledAtMs)
      await gate().hold(call, aLimit({ cooldown }))
    }
    nowMs += DAY_MS
    expect(await admitted(call, 64)).toBe(15)
    // Told by a question before the post, which takes no place among the posts.
    await gate().hold({ ...call, windows: [{ ...posts, looksOnly: true }] }, aLimit({ cooldown }))
    nowMs += DAY_MS
    expect(await admitted(call, 64)).toBe(15)
    nowMs += 3 * DAY_MS
    expect(await admitted(call, 20)).toBe(20)
  })

  test('a post that was taken on and refused later is not one of those that were let through', async () => {
    const posts: CallWindow = { name: 'direct-post', limit: null, windowMs: DAY_MS }
    const call = aCall({ windows: [posts] })
    expect(await admitted(call, 4)).toBe(4)
    const status = { ...call, operation: 'status.fetch', windows: [] }
    const told = aLimit({ cooldown: { scope: 'writes', reach: 'account', teaches: posts } })
    // However often it is asked.
    for (let poll = 0; poll < 3; poll++) await gate().hold(status, told)
    nowMs += DAY_MS
    expect(await admitted(call, 8)).toBe(3)
  })

  test('a day that others have used up teaches nothing', async () => {
    const posts: CallWindow = { name: 'direct-post', limit: null, windowMs: DAY_MS }
    const call = aCall({ windows: [posts] })
    await gate().giveBack(call, await gate().admit(call))
    await gate().hold(call, aLimit({ cooldown: { scope: 'writes', reach: 'account', teaches: posts } }))
    nowMs += DAY_MS
    expect(await admitted(call, 8)).toBe(8)
  })

  test('a place that is given back is free at once, and once only', async () => {
    const call = aCall({ windows: [initWindow, { name: 'inbox-draft', limit: 5, windowMs: DAY_MS }] })
    const calledAtMs = await gate().admit(call)
    nowMs += 1_000
    expect(await admitted(call, 64)).toBe(4)
    nowMs += MINUTE_MS
    const drafts = { ...call, windows: call.windows.slice(1) }
    await gate().giveBack(drafts, calledAtMs)
    await gate().giveBack(drafts, calledAtMs)
    expect(await admitted(call, 64)).toBe(1)
  })

  test('a call that only looks takes no place, and is refused where none is free, in the words of the window', async () => {
    const whenFull = { code: 'draft-cap', message: 'The inbox is full.', remedy: 'Wait.' }
    const drafts: CallWindow = { name: 'inbox-draft', limit: 5, windowMs: DAY_MS, whenFull }
    const call = aCall({ windows: [drafts] })
    const look = { ...call, windows: [{ ...drafts, looksOnly: true as const }] }
    expect(await admitted(look, 64)).toBe(64)
    expect(await admitted(call, 64)).toBe(5)
    expect(await refusal(look)).toMatchObject({ ...whenFull, untilMs: nowMs + DAY_MS })
  })
})

describe('cooldowns', () => {
  test.each<[Cooldown, PlatformCall['effect'], boolean]>([
    [{ scope: 'all', reach: 'account' }, 'write', true],
    [{ scope: 'all', reach: 'account' }, 'read', true],
    [{ scope: 'writes', reach: 'account' }, 'write', true],
    [{ scope: 'writes', reach: 'account' }, 'read', false],
  ])('one of %j holds a %s: %s', async (cooldown, effect, holds) => {
    const call = aCall({ effect })
    await gate().hold(call, aLimit({ cooldown }))
    expect(await refusal(call)).toEqual(
      holds ? expect.objectContaining({ code: 'posting-cap', untilMs: nowMs + DAY_MS }) : undefined,
    )
    expect(await refusal(aCall({ effect }))).toBeUndefined()
    expect(await refusal({ ...call, platform: 'YOUTUBE' })).toBeUndefined()
    nowMs += DAY_MS
    expect(await refusal(call)).toBeUndefined()
  })

  test('one for the whole app holds every account of that platform', async () => {
    const cooldown: Cooldown = { scope: 'all', reach: 'app' }
    await gate().hold(aCall(), aLimit({ code: 'rate-limited', cooldown, untilMs: nowMs + MINUTE_MS }))
    expect(await refusal(aCall({ effect: 'read' }))).toMatchObject({ code: 'rate-limited' })
    expect(await refusal(aCall({ platform: 'INSTAGRAM' }))).toBeUndefined()
    nowMs += MINUTE_MS
    expect(await refusal(aCall({ effect: 'read' }))).toBeUndefined()
  })

  test('one that concerns new accounts alone does not stop those that are in its count already', async () => {
    const posts: CallWindow = { name: 'direct-post', limit: null, windowMs: DAY_MS }
    const active = aCall({ platform: 'INSTAGRAM', windows: [posts] })
    const newcomer = aCall({ platform: 'INSTAGRAM', windows: [posts] })
    await gate().admit(active)
    nowMs += DAY_MS - MINUTE_MS
    // Whoever was refused has no place, be it only asked for.
    await gate().giveBack(newcomer, await gate().admit(newcomer))
    const cooldown: Cooldown = { scope: 'writes', reach: 'app', spares: ['direct-post'] }
    await gate().hold(newcomer, aLimit({ code: 'app-user-cap', untilMs: nowMs + DAY_MS, cooldown }))
    expect(await refusal(newcomer)).toMatchObject({ code: 'app-user-cap' })
    expect(await refusal({ ...active, operation: 'chunk.put', windows: [] })).toBeUndefined()
    nowMs += MINUTE_MS
    expect(await refusal({ ...active, operation: 'chunk.put', windows: [] })).toMatchObject({ code: 'app-user-cap' })
    await prisma().platformCooldown.deleteMany({ where: { reason: 'app-user-cap' } })
  })

  test('of several, the one that lasts the longest is told', async () => {
    const call = aCall()
    await gate().hold(call, aLimit({ code: 'rate-limited', untilMs: nowMs + MINUTE_MS }))
    await gate().hold(call, aLimit({ code: 'spam-suspected', untilMs: nowMs + DAY_MS }))
    expect(await refusal(call)).toMatchObject({ code: 'spam-suspected' })
  })

  test('64 refusals at once make one row, which is prolonged and never shortened', async () => {
    const call = aCall()
    const held = Array.from({ length: 64 }, async (_, number) => {
      const chosen = gates[number % gates.length] ?? gate()
      await chosen.hold(call, aLimit({ untilMs: nowMs + (number + 1) * MINUTE_MS }))
    })
    await Promise.all(held)
    await gate().hold(call, aLimit({ untilMs: nowMs + 1, message: 'The last words.', platformCode: '9/2207042' }))
    const { platform, platformUserId } = call
    expect(await createCooldowns(prisma(), clock).active({ platform, platformUserId }, nowMs)).toEqual([
      expect.objectContaining({
        platformUserId,
        reason: 'posting-cap',
        message: 'The last words.',
        evidence: { operation: 'video.init', platformCode: '9/2207042' },
        untilMs: nowMs + 64 * MINUTE_MS,
        sinceMs: nowMs,
      }),
    ])
  })

  test('an end that nobody tells is that of the table, or the configured wait', async () => {
    const [told, untold] = [aCall(), aCall()]
    const { untilMs: _untilMs, ...limit } = aLimit()
    await gate().hold(told, { ...limit, cooldown: { ...limit.cooldown, lastsMs: 5_000 } })
    await gate().hold(untold, limit)
    expect(await refusal(told)).toMatchObject({ untilMs: nowMs + 5_000 })
    expect(await refusal(untold)).toMatchObject({ untilMs: nowMs + MINUTE_MS })
  })

  test('a refused call takes no place in its windows', async () => {
    const call = aCall({ windows: [initWindow] })
    await gate().hold(call, aLimit({ untilMs: nowMs + 1_000 }))
    expect(await admitted(call, 64)).toBe(0)
    nowMs += 1_000
    expect(await admitted(call, 64)).toBe(6)
  })

  test('what has ended is removed with the next that begins, and one that comes again begins anew', async () => {
    const [ended, again] = [aCall(), aCall()]
    await gate().hold(ended, aLimit())
    await gate().hold(again, aLimit())
    nowMs += DAY_MS
    await gate().hold(again, aLimit())
    const left = await prisma().platformCooldown.findMany({
      where: { platformUserId: { in: [ended.platformUserId, again.platformUserId] } },
      select: { platformUserId: true, createdAt: true },
    })
    expect(left).toEqual([{ platformUserId: again.platformUserId, createdAt: new Date(nowMs) }])
  })
})

describe('pauses', () => {
  const aPause = (change: Partial<Pause> = {}): Pause => ({
    platform: 'YOUTUBE',
    platformUserId: `paused-${accounts++}`,
    scope: 'all',
    reason: 'the audit is going on',
    untilMs: null,
    pausedBy: 'ops',
    ...change,
  })

  test('one without an end outlasts every cooldown, and its jobs look again a day later', async () => {
    const cooldowns = createCooldowns(prisma(), clock)
    const pause = aPause()
    const call = aCall({ platform: 'YOUTUBE', platformUserId: pause.platformUserId ?? '' })
    await gate().hold(call, aLimit({ untilMs: nowMs + 30 * DAY_MS }))
    const { id } = await cooldowns.pause(pause)
    expect(await refusal(call)).toMatchObject({
      code: 'paused',
      message: 'This account at YouTube is paused by an operator: "the audit is going on".',
      untilMs: nowMs + DAY_MS,
    })
    expect(await cooldowns.resume(id)).toMatchObject({ id, reason: 'paused', evidence: { pausedBy: 'ops' } })
    expect(await refusal(call)).toMatchObject({ code: 'posting-cap' })
  })

  test('a second pause of the same takes the place of the first', async () => {
    const cooldowns = createCooldowns(prisma(), clock)
    const one = await cooldowns.pause(aPause({ platformUserId: null }))
    const other = await cooldowns.pause(aPause({ platformUserId: null, scope: 'writes', untilMs: nowMs + DAY_MS }))
    expect(await cooldowns.resume(one.id)).toBeNull()
    expect(await cooldowns.active({ platform: 'YOUTUBE', platformUserId: 'anybody' }, nowMs)).toEqual([other])
    expect(other).toMatchObject({
      scope: 'writes',
      untilMs: nowMs + DAY_MS,
      message: expect.stringMatching(/^YouTube is/),
    })
    expect(await cooldowns.resume(other.id)).toEqual({ ...other, untilMs: nowMs })
    expect(await cooldowns.resume(other.id)).toBeNull()
  })

  test('one that has ended is kept for a day: what was asked in vain while it held is woken by it', async () => {
    const { id } = await createCooldowns(prisma(), clock).pause(aPause({ untilMs: nowMs + 1_000 }))
    const isKept = async () => (await prisma().platformCooldown.count({ where: { id } })) === 1
    nowMs += DAY_MS
    await gate().hold(aCall(), aLimit())
    expect(await isKept()).toBe(true)
    nowMs += 1_000
    await gate().hold(aCall(), aLimit())
    expect(await isKept()).toBe(false)
  })

  test("a platform's own cooldown cannot be ended by hand", async () => {
    const cooldowns = createCooldowns(prisma(), clock)
    const call = aCall()
    await gate().hold(call, aLimit())
    const [held] = await cooldowns.active({ platform: 'TIKTOK', platformUserId: call.platformUserId }, nowMs)
    expect(await cooldowns.resume(held?.id ?? '')).toBeNull()
    expect(await refusal(call)).toMatchObject({ code: 'posting-cap' })
  })
})
