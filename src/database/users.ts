import type { Prisma } from '../generated/prisma/client'
import type { PrismaClient } from './prisma'
import { isUniqueViolation } from './violations'
import { userBeingErased } from './user-hold'

const USER = { id: true, email: true, name: true, createdAt: true, updatedAt: true } as const

export type UserRow = Prisma.UserGetPayload<{ select: typeof USER }>

/** Nothing new begins for a user who is `erasing`. */
export type UserStanding = 'active' | 'erasing'

export interface Users {
  find(id: string): Promise<UserRow | null>
  /** Null: there is no such user. */
  standing(id: string): Promise<UserStanding | null>
  /** Creates or changes a user. Null: another user has this e-mail. @throws PublishError `user-being-erased` */
  put(id: string, user: { email: string; name: string | null }): Promise<{ user: UserRow; created: boolean } | null>
}

export const createUsers = (prisma: PrismaClient): Users => ({
  find: (id) => prisma.user.findUnique({ where: { id }, select: USER }),

  async standing(id) {
    const user = await prisma.user.findUnique({ where: { id }, select: { eraseRequestedAt: true } })
    return user && (user.eraseRequestedAt ? 'erasing' : 'active')
  },

  async put(id, data) {
    try {
      const user = await prisma.$transaction(async (tx) => {
        const columns = { ...USER, eraseRequestedAt: true }
        const written = await tx.user.upsert({ where: { id }, create: { id, ...data }, update: data, select: columns })
        const { eraseRequestedAt, ...row } = written
        if (eraseRequestedAt) throw userBeingErased()
        return row
      })
      // Prisma sets both instants of a new row to the same value.
      return { user, created: user.createdAt.getTime() === user.updatedAt.getTime() }
    } catch (error) {
      if (isUniqueViolation(error)) return null
      throw error
    }
  },
})
