import type { Reach } from '../domain/reach'
import type { Prisma } from '../generated/prisma/client'

/** The users whose rows are within reach, as a condition on the relation `user`. Users of no service are every service's. */
export const ownedBy = ({ principal, userId }: Reach): Prisma.UserWhereInput => ({
  ...(userId !== null && { id: userId }),
  ...(principal !== null && { OR: [{ principal }, { principal: null }] }),
})
