import { z } from 'zod'
import { FAULT_KINDS, type Fault } from '../kernel/faults'
import type { Platform } from '../kernel/platform'
import { platformName } from './input'

/** A fault as the control API takes it. */
export function faultShape(operations: Record<Platform, string[]>): z.ZodType<Fault> {
  return z
    .strictObject({
      platform: platformName,
      operation: z.string(),
      kind: z.enum(FAULT_KINDS),
      times: z.int().min(1).optional(),
      skip: z.int().min(0).optional(),
      probability: z.number().min(0).max(1).optional(),
      status: z.int().min(200).max(599).optional(),
      body: z.unknown().optional(),
      delayMs: z.int().min(0).optional(),
      afterBytes: z.int().min(0).optional(),
      retryAfterSeconds: z.int().min(0).optional(),
      accountId: z.string().optional(),
    })
    .superRefine(({ platform, operation }, context) => {
      if (operations[platform].includes(operation)) return
      const message = `${platform} has no operation ${operation}, only ${operations[platform].join(', ')}`
      context.addIssue({ code: 'custom', path: ['operation'], message })
    })
}
