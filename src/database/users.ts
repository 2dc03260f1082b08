import type { Reach } from '../domain/reach'
import type { Prisma } from '../generated/prisma/client'
import type { Caller } from './api-keys'
import { ownedBy } from './owned-by'
import type { PrismaClient } from './prisma'
import { isUniqueViolation } from './violations'
import { userBeingErased } from './user-hold'

const USER = { id: true, email: true, name: true, createdAt: true, updatedAt: true } as const

export type UserRow = Prisma.UserGetPayload<{ select: typeof USER }>

/** Nothing new begins for a user who is `erasing`. */
export type UserStanding = 'active' | 'erasing'

export interface Users {
  find(id: string, reach: Reach): Promise<UserRow | null>
  /** Null: there is no such user within reach. */
  standing(id: string, reach: Reach): Promise<UserStanding | null>
  /**
   * Changes a user within the caller's reach, or creates one of the caller's principal. A text says why not: another user
   * has this e-mail, or the id is one of a user out of reach.
   * @throws PublishError `user-being-erased`
   */
  put(
    id: string,
    user: { email: string; name: string | null },
    caller: Pick<Caller, 'principal' | 'reach'>,
  ): Promise<{ user: UserRow; created: boolean } | 'email-taken' | 'user-id-taken'>
}

/** Thrown inside the transaction so that nothing of the change stays. */
class OutOfReach extends Error {}

export const createUsers = (prisma: PrismaClient): Users => ({
  find: (id, reach) => prisma.user.findUnique({ where: { id, AND: ownedBy(reach) }, select: USER }),

  async standing(id, reach) {
    const where = { id, AND: ownedBy(reach) }
    const user = await prisma.user.findUnique({ where, select: { eraseRequestedAt: true } })
    return user && (user.eraseRequestedAt ? 'erasing' : 'active')
  },

  async put(id, data, { principal, reach }) {
    try {
      const user = await prisma.$transaction(async (tx) => {
        const columns = { ...USER, eraseRequestedAt: true }
        const create = { id, principal, ...data }
        const written = await tx.user.upsert({ where: { id }, create, update: data, select: columns })
        if ((await tx.user.count({ where: { id, AND: ownedBy(reach) } })) === 0) throw new OutOfReach()
        const { eraseRequestedAt, ...row } = written
        if (eraseRequestedAt) throw userBeingErased()
        return row
      })
      // Prisma sets both instants of a new row to the same value.
      return { user, created: user.createdAt.getTime() === user.updatedAt.getTime() }
    } catch (error) {
      if (error instanceof OutOfReach) return 'user-id-taken'
      if (isUniqueViolation(error)) return 'email-taken'
      throw error
    }
  },
})
