import type { Counters } from '../../domain/ports/metrics'
import { Prisma } from '../../generated/prisma/client'

export const COUNTERS = ['views', 'likes', 'comments', 'shares'] as const satisfies (keyof Counters)[]

export type Counter = (typeof COUNTERS)[number]

/** Columns of a statement: the counters, and what each has gained. */
export type CounterRow = Record<Counter, bigint | null>
export type GainedRow = Record<`${Counter}Gained`, bigint | null>

export const column = (name: Counter | keyof GainedRow): Prisma.Sql => Prisma.raw(`"${name}"`)

export const gained = (counter: Counter): Prisma.Sql => column(`${counter}Gained`)

const toNumber = (value: bigint | null): number | null => (value === null ? null : Number(value))

export const countersOf = ({ views, likes, comments, shares }: CounterRow): Counters => ({
  views: toNumber(views),
  likes: toNumber(likes),
  comments: toNumber(comments),
  shares: toNumber(shares),
})

export const gainedOf = (row: GainedRow): Counters =>
  countersOf({
    views: row.viewsGained,
    likes: row.likesGained,
    comments: row.commentsGained,
    shares: row.sharesGained,
  })
