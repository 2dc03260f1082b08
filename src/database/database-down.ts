import { Prisma } from '../generated/prisma/client'

/** Prisma's codes for a server that is not there, does not answer in time, or has hung up. */
const DOWN = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT']

/** Whether a statement failed for want of a database, and not for what it said. */
export function isDatabaseDown(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  return error instanceof Prisma.PrismaClientKnownRequestError && DOWN.includes(error.code)
}
