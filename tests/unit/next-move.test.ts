import fc from 'fast-check'
import { PHASES, TERMINAL_PHASES } from '../../src/domain/job'
import { nextMove, type RunView } from '../../src/domain/next-move'

const LIVE_PHASES = PHASES.filter((phase) => !TERMINAL_PHASES.includes(phase))

const instant = fc.integer({ min: 0, max: 4_102_444_800_000 })

const row = (fixed: { [Member in keyof RunView]?: fc.Arbitrary<RunView[Member]> } = {}): fc.Arbitrary<RunView> =>
  fc.record({
    phase: fc.constantFrom(...PHASES),
    generation: fc.integer({ min: 1, max: 3 }),
    scheduledForMs: fc.option(instant),
    publishBeforeMs: fc.option(instant),
    cancelRequested: fc.boolean(),
    commitOpen: fc.boolean(),
    queued: fc.boolean(),
    quotaStartMs: fc.option(instant),
    ...fixed,
  })

const live = (fixed: Parameters<typeof row>[0] = {}) => row({ phase: fc.constantFrom(...LIVE_PHASES), ...fixed })

/** The move of a run of the row's own generation. */
const moveOf = (view: RunView, nowMs: number) => nextMove(view, view.generation, nowMs)

test('a run ends where the row is terminal, whatever else it says', () => {
  fc.assert(
    fc.property(row({ phase: fc.constantFrom(...TERMINAL_PHASES) }), instant, (view, nowMs) => {
      expect(moveOf(view, nowMs)).toEqual({ kind: 'end' })
    }),
  )
})

test('a run of another generation, older or newer, ends', () => {
  fc.assert(
    fc.property(row(), instant, fc.integer({ min: -2, max: 2 }), (view, nowMs, off) => {
      fc.pre(off !== 0)
      expect(nextMove(view, view.generation + off, nowMs)).toEqual({ kind: 'end' })
    }),
  )
})

test('an open commit is always confirmed, whatever was asked for meanwhile', () => {
  fc.assert(
    fc.property(live({ commitOpen: fc.constant(true) }), instant, (view, nowMs) => {
      expect(moveOf(view, nowMs)).toEqual({ kind: 'confirm' })
    }),
  )
})

test('a requested cancel wins over everything but an open commit', () => {
  const wanted = { commitOpen: fc.constant(false), cancelRequested: fc.constant(true) }
  fc.assert(
    fc.property(live(wanted), instant, (view, nowMs) => {
      expect(moveOf(view, nowMs)).toEqual({ kind: 'cancel' })
    }),
  )
})

/** Nobody has stopped it, and nothing is out. */
const free = { commitOpen: fc.constant(false), cancelRequested: fc.constant(false) }

test('a job waits exactly until its instant, and goes out at it', () => {
  fc.assert(
    fc.property(
      live({ ...free, publishBeforeMs: fc.constant(null), queued: fc.constant(false) }),
      instant,
      instant,
      (view, scheduledForMs, nowMs) => {
        expect(moveOf({ ...view, scheduledForMs }, nowMs)).toEqual(
          scheduledForMs > nowMs ? { kind: 'wait', phase: 'scheduled', untilMs: scheduledForMs } : { kind: 'publish' },
        )
        expect(moveOf({ ...view, scheduledForMs }, scheduledForMs)).toEqual({ kind: 'publish' })
      },
    ),
  )
})

test('a job expires exactly at its latest instant, whatever it waits for', () => {
  fc.assert(
    fc.property(live(free), instant, (view, publishBeforeMs) => {
      const limited = { ...view, publishBeforeMs }
      expect(moveOf(limited, publishBeforeMs)).toEqual({ kind: 'expire', publishBeforeMs })
      expect(moveOf(limited, publishBeforeMs + 1)).toEqual({ kind: 'expire', publishBeforeMs })
      expect(moveOf(limited, publishBeforeMs - 1).kind).not.toBe('expire')
    }),
  )
})

/** In the queue for a day's uploads, with no other reason to wait. */
const queuing = {
  ...free,
  phase: fc.constant('waiting-for-quota' as const),
  queued: fc.constant(true),
  scheduledForMs: fc.constant(null),
  publishBeforeMs: fc.constant(null),
}

test('a job of the queue takes no place by itself, whatever the time', () => {
  fc.assert(
    fc.property(row({ ...queuing, quotaStartMs: fc.constant(null) }), instant, (view, nowMs) => {
      expect(moveOf(view, nowMs)).toEqual({ kind: 'queue' })
    }),
  )
})

test('a job that has been given a place waits exactly until its start, in the phase it is in', () => {
  fc.assert(
    fc.property(row(queuing), instant, instant, (view, quotaStartMs, nowMs) => {
      expect(moveOf({ ...view, quotaStartMs }, nowMs)).toEqual(
        quotaStartMs > nowMs
          ? { kind: 'wait', phase: 'waiting-for-quota', untilMs: quotaStartMs }
          : { kind: 'publish' },
      )
      expect(moveOf({ ...view, quotaStartMs }, quotaStartMs)).toEqual({ kind: 'publish' })
    }),
  )
})

test('a turn in the queue holds nobody back who is at work or waits for something else', () => {
  fc.assert(
    fc.property(live({ ...queuing, phase: fc.constantFrom(...LIVE_PHASES) }), instant, (view, nowMs) => {
      fc.pre(view.phase !== 'waiting-for-quota')
      expect(moveOf(view, nowMs)).toEqual({ kind: 'publish' })
    }),
  )
})

test('no wait is longer than until the latest instant, and whoever goes is told of it', () => {
  fc.assert(
    fc.property(live({ publishBeforeMs: instant }), instant, (view, nowMs) => {
      const move = moveOf(view, nowMs)
      if (move.kind === 'wait') expect(move.untilMs).toBeLessThanOrEqual(view.publishBeforeMs ?? 0)
      if (move.kind === 'publish') expect(move.beforeMs).toBe(view.publishBeforeMs)
    }),
  )
})

test('nothing is published while a cancel is requested, a commit is open, the instant has not come or the latest one has', () => {
  fc.assert(
    fc.property(row(), instant, (view, nowMs) => {
      fc.pre(moveOf(view, nowMs).kind === 'publish')
      expect(view).toMatchObject({ cancelRequested: false, commitOpen: false })
      expect(LIVE_PHASES).toContain(view.phase)
      expect(view.scheduledForMs ?? 0).toBeLessThanOrEqual(nowMs)
      expect(view.publishBeforeMs ?? Infinity).toBeGreaterThan(nowMs)
    }),
  )
})
