import { type Problem, PublishError } from '../../domain/errors'
import { PLATFORM_NAMES } from '../../domain/platform'
import type { PlatformCall } from '../../domain/ports/limits'
import type { Admission } from './admission'

/** A pause without an end is looked at anew once a day; whoever ends it wakes its jobs at once. */
const LOOK_AGAIN_MS = 86_400_000

/** @returns undefined where nothing stands in the way */
export function refusalOf(call: PlatformCall, found: Admission, nowMs: number): PublishError | undefined {
  const problem = stopped(found, nowMs) ?? crowded(call, found)
  return problem && new PublishError({ ...problem, category: 'rate-limited' }, { neverSent: true })
}

type Refusal = Omit<Problem, 'category'> & { untilMs: number }

function stopped({ reason, message, remedy, until }: Admission, nowMs: number): Refusal | undefined {
  if (reason === null || message === null || remedy === null) return undefined
  return { code: reason, message, remedy, untilMs: until?.getTime() ?? nowMs + LOOK_AGAIN_MS }
}

function crowded(
  { platform, windows }: PlatformCall,
  { window, limit, windowMs, freeAt }: Admission,
): Refusal | undefined {
  if (window === null || limit === null || windowMs === null || freeAt === null) return undefined
  const calls = limit === 1 ? 'one call' : `${limit} calls`
  return {
    code: 'rate-limited',
    message: `${PLATFORM_NAMES[platform]} takes ${calls} of ${window} from one account within ${inWords(windowMs)}.`,
    remedy: 'Nothing to do: the job goes on as soon as there is room for another call.',
    ...windows.find(({ name }) => name === window)?.whenFull,
    untilMs: freeAt.getTime(),
  }
}

const UNITS = [
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1_000 },
]

function inWords(windowMs: number): string {
  const { unit, ms } = UNITS.find((one) => windowMs >= one.ms) ?? { unit: 'millisecond', ms: 1 }
  const amount = Math.round(windowMs / ms)
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`
}
