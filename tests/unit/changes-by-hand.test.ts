import { changesIn, refusalIn } from '../../src/domain/changes-by-hand'
import { isTerminal, PHASES, type JobPhase } from '../../src/domain/job'
import { detailsOf } from '../../src/workflows/details'

const RUN = { jobId: 'publish-1', generation: 2 }

const BEFORE_UPLOAD = ['publishNow', 'reschedule', 'edit', 'cancel']

test.each<[JobPhase, string[]]>([
  ['accepted', BEFORE_UPLOAD],
  ['scheduled', BEFORE_UPLOAD],
  ['waiting-for-quota', ['cancel']],
  ['waiting-for-reconnect', ['cancel']],
  ['cooling-down', ['cancel']],
  ['preparing', ['cancel']],
  ['uploading', ['cancel']],
  ['committing', []],
  ['processing', []],
  ['unconfirmed', ['resolveOutcome']],
])('a job that is %s may be changed by %j and nothing else', (phase, changes) => {
  expect(changesIn(phase)).toEqual(changes)
})

test('a job that has ended is changed by nothing', () => {
  expect(PHASES.filter(isTerminal).flatMap(changesIn)).toEqual([])
})

test('a refusal tells an unconfirmed job from one that is simply too far', () => {
  expect(refusalIn('unconfirmed')).toBe('unconfirmed')
  expect(refusalIn('committing')).toBe('too-late')
})

test.each(PHASES)('the details of a job that is %s name exactly the updates that it takes', (phase) => {
  const details = detailsOf(RUN, { phase })
  const offered = [...details.matchAll(/^- `(\w+)`/gm)].map(([, name]) => name)
  expect(offered).toEqual(changesIn(phase))
  expect(details).toContain(`**phase:** ${phase} (`)
})

test.each(['committing', 'processing', 'unconfirmed'] as const)('%s says how a cancel would be answered', (phase) => {
  expect(detailsOf(RUN, { phase })).toContain(`not \`cancel\`: it is answered \`${refusalIn(phase)}\``)
})

test('details tell bytes, attempt, reason and end of a wait, and the place in the queue', () => {
  const details = detailsOf(RUN, {
    phase: 'waiting-for-quota',
    facts: {
      ...{ platform: 'YOUTUBE', attemptNumber: 3, bytesSent: 1_000, sizeBytes: 5_000 },
      ...{ scheduledForMs: null, why: null },
    },
    untilMs: Date.parse('2027-01-16T08:00:00Z'),
    why: { code: 'youtube-quota-exhausted', message: 'The day is full.' },
    place: { place: 4, day: '2027-01-16', startAtMs: Date.parse('2027-01-16T08:00:00Z') },
  })
  expect(details.split('\n')).toEqual(
    expect.arrayContaining([
      '- **job:** publish-1 on YouTube',
      '- **phase:** waiting-for-quota (DELAYED)',
      '- **why:** The day is full. (youtube-quota-exhausted)',
      '- **until:** 2027-01-16T08:00:00.000Z',
      expect.stringContaining('place 4'),
      expect.stringContaining('1000 of 5000 bytes'),
      '- **run:** generation 2, attempt 3',
    ]),
  )
})
