import type { Prisma } from '../generated/prisma/client'
import type { PrismaClient } from './prisma'
import { isUniqueViolation } from './unique-violation'

const USER = { id: true, email: true, name: true, createdAt: true, updatedAt: true } as const

export type UserRow = Prisma.UserGetPayload<{ select: typeof USER }>

export interface Users {
  find(id: string): Promise<UserRow | null>
  /** Creates or changes a user. Null: another user has this e-mail. */
  put(id: string, user: { email: string; name: string | null }): Promise<{ user: UserRow; created: boolean } | null>
}

export const createUsers = (prisma: PrismaClient): Users => ({
  find: (id) => prisma.user.findUnique({ where: { id }, select: USER }),

  async put(id, data) {
    try {
      const user = await prisma.user.upsert({ where: { id }, create: { id, ...data }, update: data, select: USER })
      // Prisma sets both instants of a new row to the same value.
      return { user, created: user.createdAt.getTime() === user.updatedAt.getTime() }
    } catch (error) {
      if (isUniqueViolation(error)) return null
      throw error
    }
  },
})
