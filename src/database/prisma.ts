import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../generated/prisma/client'

export type { PrismaClient } from '../generated/prisma/client'

/** Connects lazily, with at most ten connections. The caller disconnects. */
export const createPrisma = (url: string): PrismaClient =>
  new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 10 }) })
