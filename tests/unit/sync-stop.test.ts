import type { ErrorCategory, Problem } from '../../src/domain/errors'
import { stopOf } from '../../src/domain/sync-stop'

const problem = (category: ErrorCategory, change: Partial<Problem> = {}): Problem => ({
  ...{ code: 'a-code', category, message: 'What happened.', remedy: 'What helps.' },
  ...change,
})

test.each(['rate-limited', 'auth', 'configuration', 'policy'] as const)(
  'what is %s holds for all posts of the account, and for no other',
  (category) => {
    expect(stopOf(problem(category))).toMatchObject({ reach: 'account', untilMs: null })
  },
)

test.each(['transient', 'media', 'unknown-outcome', 'internal'] as const)(
  'after what is %s the next batch may be answered',
  (category) => {
    expect(stopOf(problem(category))).toBeNull()
  },
)

test('a quota is the whole app’s: it stops the platform', () => {
  expect(stopOf(problem('quota'))).toMatchObject({ reach: 'platform' })
})

test.each(['rate-limited', 'transient', 'policy'] as const)(
  'what stops the whole app stops the platform, also where it is %s',
  (category) => {
    const ofTheApp = problem(category, { cooldown: { scope: 'all', reach: 'app' } })
    expect(stopOf(ofTheApp)).toMatchObject({ reach: 'platform' })
  },
)

test('a limit of the account stops the account alone', () => {
  const ofTheAccount = problem('rate-limited', { cooldown: { scope: 'all', reach: 'account' } })
  expect(stopOf(ofTheAccount)).toMatchObject({ reach: 'account' })
})

test('a stop tells what happened, what helps and until when, and nothing else of the problem', () => {
  const told = problem('quota', { untilMs: 5, platformCode: '17', platformRequestId: 'an id' })
  expect(stopOf(told)).toEqual({
    ...{ code: 'a-code', message: 'What happened.', remedy: 'What helps.' },
    ...{ untilMs: 5, reach: 'platform' },
  })
})
