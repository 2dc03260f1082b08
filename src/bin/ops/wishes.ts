import { z } from 'zod'
import { toFieldErrors } from '../../api/violations'
import { PLATFORMS } from '../../domain/platform'
import { UsageError } from '../exit'

/**
 * The options of a command as their schema makes them.
 * @param names of options that the schema calls otherwise
 * @throws UsageError with every violation
 */
export function wishOf<Schema extends z.ZodType>(
  schema: Schema,
  values: object,
  names: Record<string, string> = {},
): z.output<Schema> {
  const parsed = schema.safeParse(values, { reportInput: true })
  if (parsed.success) return parsed.data
  throw new UsageError(faultsOf(parsed.error, names).join('\n'))
}

export const faultsOf = ({ issues }: z.ZodError, names: Record<string, string> = {}): string[] =>
  toFieldErrors(issues, 'body').map((fault) => {
    const [, member = ''] = 'pointer' in fault ? fault.pointer.split('/') : []
    return `--${names[member] ?? member}: ${fault.message}`
  })

export const oneOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.enum(names, { error: `Must be one of ${names.join(', ')}` })

export const platformWish = z
  .string()
  .transform((name) => name.toUpperCase())
  .pipe(z.enum(PLATFORMS, { error: 'Must be tiktok, instagram or youtube' }))

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `90m`, `2h`, `3d`, in ms. */
export const durationWish = z
  .string()
  .regex(/^[1-9]\d{0,4}[mhd]$/, 'Must be such as 90m, 2h or 3d')
  .transform((text) => Number(text.slice(0, -1)) * UNIT_MS[text.slice(-1) as keyof typeof UNIT_MS])

export const countWish = (most: number) =>
  z
    .string()
    .regex(/^[1-9]\d*$/, `Must be a whole number from 1 to ${most}`)
    .transform(Number)
    .refine((count) => count <= most, `Must be a whole number from 1 to ${most}`)
