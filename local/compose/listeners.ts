import { connect } from 'node:net'
import { once } from 'node:events'
import { freePort } from '../ports'
import { type NativePlace, portOf } from './native'

/** Temporal's roles and how they find each other: the images keep to the standard ports, which may be taken here. */
const TEMPORAL_PORTS = [
  'FRONTEND_HTTP_PORT',
  ...['FRONTEND', 'HISTORY', 'MATCHING', 'WORKER'].map((role) => `${role}_MEMBERSHIP_PORT`),
  ...['HISTORY', 'MATCHING', 'WORKER'].map((role) => `${role}_GRPC_PORT`),
]

/** The settings by which a service listens on ports that are free here, and how to tell that it serves. */
export interface Listener {
  env: Record<string, string>
  probe?: () => Promise<unknown>
}

/** @param instance from 1: each further one of the same service has ports of its own */
export async function listenerOf(name: string, instance: number, place: NativePlace): Promise<Listener> {
  const native = async (port: string) => (instance === 1 ? portOf(place, port) : freePort())
  switch (name) {
    case 'temporal': {
      const port = await native('7233')
      const inner = await Promise.all(TEMPORAL_PORTS.map(async (setting) => [setting, String(await freePort())]))
      const env = { FRONTEND_GRPC_PORT: String(port), ...(Object.fromEntries(inner) as Record<string, string>) }
      return { env, probe: () => listens(port) }
    }
    case 'temporal-ui': {
      const port = await native('8080')
      return { env: { TEMPORAL_UI_PORT: String(port) }, probe: () => answers(port, '/healthz') }
    }
    case 's3': {
      const port = await native('7070')
      return { env: {}, probe: () => answers(port, '/health') }
    }
    case 'worker': {
      const [health, metrics] = [await native('3001'), await native('9464')]
      const env = { WORKER_HEALTH_PORT: String(health), METRICS_PORT: String(metrics) }
      return { env, probe: () => answers(health, '/readyz') }
    }
    case 'api': {
      const port = await native('3000')
      return { env: { API_PORT: String(port) }, probe: () => answers(port, '/readyz') }
    }
    default:
      return { env: {} }
  }
}

export async function answers(port: number, path: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5_000) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${text}`)
  return text
}

async function listens(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.destroy()
}
