import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { codeOf, LocalFailure } from './failure'
import { say } from './terminal'

export interface PortWish {
  /** Who will listen there: "the API". */
  title: string
  /** The setting that fixes it. */
  setting: string
  standard: number
}

/** Below what systems give to outgoing connections, one of which could take the port before it is listened on. */
const FIRST_PORT = 10_000
const LAST_PORT = 32_767
const MAX_TRIES = 100

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const port = await claim(randomInt(FIRST_PORT, LAST_PORT + 1))
    if (port !== undefined) return port
  }
  throw new LocalFailure(`Of ${MAX_TRIES} ports of 127.0.0.1, all were taken.`)
}

/**
 * The port that the setting fixes, else the standard one, else, when somebody has that, a free one.
 * @throws LocalFailure when a fixed port is taken or is no port number
 */
export async function choosePort({ title, setting, standard }: PortWish, env: NodeJS.ProcessEnv): Promise<number> {
  const fixed = env[setting]
  if (!fixed) return (await claim(standard)) ?? (await insteadOf(standard, title))
  const port = Number(fixed)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new LocalFailure(`${setting} is ${fixed}, which is no port number: give it one from 1 to 65535, or unset it.`)
  }
  if ((await claim(port)) !== undefined) return port
  throw new LocalFailure(
    `Port ${port}, which ${setting} fixes for ${title}, is taken, perhaps by another stack or an older server ` +
      `(\`lsof -i :${port}\` names it). Stop that program, set ${setting} to another port, or unset it.`,
  )
}

async function insteadOf(standard: number, title: string): Promise<number> {
  const port = await freePort()
  say(`Port ${standard} is taken: ${title} listens on ${port}`)
  return port
}

/** Listens for a moment. @returns the port, or undefined when it may not be had */
async function claim(wanted: number): Promise<number | undefined> {
  const server = createServer().listen(wanted, '127.0.0.1')
  try {
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    return port
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE' || codeOf(error) === 'EACCES') return undefined
    throw error
  }
}
