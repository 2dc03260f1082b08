import type { z } from 'zod'
import { planUpload } from '../../domain/upload-plan'
import { MAX_PART_URLS, type newVideo, type uploadParts } from '../schemas/video-upload'
import type { Uploading } from './demand-video'
import type { VideoDeps } from './deps'

type PartUrls = z.input<typeof uploadParts>

type UploadView = NonNullable<z.input<typeof newVideo>['upload']>

/** An address is good for an hour at most. */
const URL_LIFETIME_MS = 3_600_000

type UrlDeps = Pick<VideoDeps, 'objects' | 'clock'>

/** The addresses of the parts from `from` on, at most `count` of them. */
export async function partUrls(
  { objects, clock }: UrlDeps,
  { row, upload, expiresAtMs }: Uploading,
  { from, count }: { from: number; count: number },
): Promise<PartUrls> {
  const nowMs = clock.nowMs()
  const lifetimeMs = Math.min(URL_LIFETIME_MS, expiresAtMs - nowMs)
  const plan = planUpload(Number(row.fileSize))
  const numbers = Array.from({ length: Math.min(count, plan.partCount - from + 1) }, (_, index) => from + index)
  const parts = numbers.map(async (number) => {
    const sizeBytes = plan.sizeOf(number)
    return { number, url: await objects.partUrl(upload, { number, sizeBytes }, lifetimeMs), sizeBytes }
  })
  return { parts: await Promise.all(parts), urlsExpireAt: new Date(nowMs + lifetimeMs).toISOString() }
}

/** What whoever uploads needs to know, with the first addresses. */
export async function toUploadView(deps: UrlDeps, uploading: Uploading): Promise<UploadView> {
  const { partSizeBytes, partCount } = planUpload(Number(uploading.row.fileSize))
  return {
    partSizeBytes,
    partCount,
    ...(await partUrls(deps, uploading, { from: 1, count: MAX_PART_URLS })),
    expiresAt: new Date(uploading.expiresAtMs).toISOString(),
  }
}
