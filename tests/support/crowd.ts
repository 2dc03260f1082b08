import { createPrisma, type PrismaClient } from '../../src/database/prisma'

/** Clients of one database, as in as many processes. */
export interface Crowd {
  clients: PrismaClient[]
  close(): Promise<void>
}

/** Of all of them together: with every other test file's it stays within the hundred that a server takes by default. */
const CONNECTIONS = 24

export function openCrowd(url: string, size: number): Crowd {
  const clients = Array.from({ length: size }, () => createPrisma(url, Math.floor(CONNECTIONS / size)))
  return { clients, close: async () => void (await Promise.all(clients.map((prisma) => prisma.$disconnect()))) }
}
