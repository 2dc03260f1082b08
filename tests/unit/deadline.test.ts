import { withDeadline } from '../../src/domain/deadline'
import type { ErrorCategory, Problem } from '../../src/domain/errors'

const AT_MS = Date.parse('2027-01-15T12:00:00Z')

const problem = (category: ErrorCategory): Problem => ({
  code: 'a-problem',
  category,
  message: 'A sentence.',
  remedy: 'A remedy.',
})

test.each(['transient', 'rate-limited', 'quota', 'auth', 'unknown-outcome', 'internal'] as const)(
  'a %s problem is what it is until the latest instant, and from then on tells only that this has come',
  (category) => {
    const found = problem(category)
    expect(withDeadline(found, null, AT_MS)).toBe(found)
    expect(withDeadline(found, AT_MS, AT_MS - 1)).toBe(found)
    expect(withDeadline(found, AT_MS, AT_MS)).toMatchObject({
      code: 'publish-before-passed',
      category: 'policy',
      message: 'The job was to be published before 2027-01-15T12:00:00.000Z, and could not be (a-problem).',
    })
  },
)

test.each(['media', 'policy', 'configuration'] as const)(
  'a %s problem stays what it is: publishing in time would not have helped',
  (category) => {
    const found = problem(category)
    expect(withDeadline(found, AT_MS, AT_MS + 1)).toBe(found)
  },
)
