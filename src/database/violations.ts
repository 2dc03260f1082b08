import { Prisma } from '../generated/prisma/client'

/** Whether a unique constraint refused the statement. */
export const isUniqueViolation = (error: unknown): boolean => isRefusal(error, 'P2002', 'UniqueConstraintViolation')

/** Whether it refers to a row that there is not. */
export const isForeignKeyViolation = (error: unknown): boolean =>
  isRefusal(error, 'P2003', 'ForeignKeyConstraintViolation')

/** Why a raw statement was refused, only the driver tells. */
function isRefusal(error: unknown, code: string, kind: string): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  const { driverAdapterError } = (error.meta ?? {}) as { driverAdapterError?: { cause?: { kind?: string } } }
  return error.code === code || driverAdapterError?.cause?.kind === kind
}
