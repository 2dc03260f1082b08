import { Prisma } from '../generated/prisma/client'

/** Whether a unique constraint refused the statement; why a raw one was refused, only the driver tells. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  const { driverAdapterError } = (error.meta ?? {}) as { driverAdapterError?: { cause?: { kind?: string } } }
  return error.code === 'P2002' || driverAdapterError?.cause?.kind === 'UniqueConstraintViolation'
}
