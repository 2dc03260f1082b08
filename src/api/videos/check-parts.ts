import type { UploadedPart } from '../../domain/ports/direct-uploads'
import type { UploadPlan } from '../../domain/upload-plan'
import { ApiProblem } from '../problems'
import type { CompletedParts } from '../schemas/video-upload'

/** @throws ApiProblem `validation-failed` where a part is named that the upload does not have, or named twice */
export function checkNumbers({ partCount }: UploadPlan, named: CompletedParts): void {
  const seen = new Set<number>()
  const errors = named.flatMap(({ number }, index) => {
    const pointer = `/parts/${index}/number`
    if (number > partCount) return [{ pointer, code: 'no-such-part', message: `The last part is ${partCount}` }]
    if (seen.has(number)) return [{ pointer, code: 'named-twice', message: 'Each part is named once' }]
    seen.add(number)
    return []
  })
  if (errors.length > 0) throw new ApiProblem('validation-failed', { errors })
}

/**
 * Compares what is named with what has arrived, and that with what was announced.
 * @returns all parts, in their order
 * @throws ApiProblem `upload-incomplete`, `size-differs`, `part-differs`
 */
export function checkParts(plan: UploadPlan, named: CompletedParts, arrived: UploadedPart[]): UploadedPart[] {
  const etags = new Map(named.map(({ number, etag }) => [number, etag]))
  const there = arrived.filter(({ number }) => etags.has(number))
  const numbers = new Set(there.map(({ number }) => number))
  const missing = Array.from({ length: plan.partCount }, (_, index) => index + 1).filter((n) => !numbers.has(n))
  if (missing.length > 0) throw new ApiProblem('upload-incomplete', { missing })

  const ofOtherSize = there.flatMap(({ number, sizeBytes }) => {
    const announcedBytes = plan.sizeOf(number)
    return sizeBytes === announcedBytes ? [] : [{ number, sizeBytes, announcedBytes }]
  })
  if (ofOtherSize.length > 0) throw new ApiProblem('size-differs', { parts: ofOtherSize })

  const differing = there.filter(({ number, etag }) => etag !== etags.get(number)).map(({ number }) => number)
  if (differing.length > 0) throw new ApiProblem('part-differs', { parts: differing })
  return there
}
