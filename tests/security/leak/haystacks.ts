import { database } from './database'
import type { Scene } from './scene'
import type { Place } from './search'
import { descriptions, histories, schedules } from './temporal'

/** Everywhere that something can leak to. What is new is one line more. */
export const HAYSTACKS = {
  histories: ({ client }) => histories(client),
  descriptions: ({ client }) => descriptions(client),
  'pending steps': ({ pending }) => pending.places(),
  schedules: ({ client }) => schedules(client),
  output: ({ output }) => Promise.resolve([{ name: 'output', text: output() }]),
  database: ({ world }) => database(world.prisma),
  traces: ({ collector }) => Promise.resolve([{ name: 'traces', text: collector.text() }]),
  answers: ({ caller }) => caller.answers(),
} as const satisfies Record<string, (scene: Scene) => Promise<Place[]>>

export type HaystackName = keyof typeof HAYSTACKS

export async function readHaystacks(scene: Scene): Promise<Record<HaystackName, Place[]>> {
  const read = Object.entries(HAYSTACKS).map(async ([name, places]) => [name, await places(scene)] as const)
  return Object.fromEntries(await Promise.all(read)) as Record<HaystackName, Place[]>
}
