import { z } from 'zod'
import { PLATFORMS } from '../kernel/platform'

/** A request to the control API that cannot be served as it is. */
export class ControlError extends Error {
  override readonly name = 'ControlError'

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** A platform, in any case. */
export const platformName = z.string().toUpperCase().pipe(z.enum(PLATFORMS))

/** @throws ControlError 400 naming every fault of the input. */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length ? `${path.join('.')}: ${message}` : message,
  )
  throw new ControlError(400, faults.join('; '))
}
