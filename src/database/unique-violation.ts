import { Prisma } from '../generated/prisma/client'

/** Whether a unique constraint refused the statement. */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
