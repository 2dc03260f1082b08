import { choosePort, type PortWish } from '../ports'

const WISHES = {
  api: { title: 'the API', setting: 'API_PORT', standard: 3000 },
  workerHealth: { title: "the worker's health", setting: 'WORKER_HEALTH_PORT', standard: 3001 },
  metrics: { title: "the worker's metrics", setting: 'METRICS_PORT', standard: 9464 },
  apiMetrics: { title: "the API's metrics", setting: 'API_METRICS_PORT', standard: 9465 },
  temporal: { title: 'Temporal', setting: 'TEMPORAL_PORT', standard: 7233 },
  temporalUi: { title: 'the Temporal Web UI', setting: 'TEMPORAL_UI_PORT', standard: 8233 },
  postgres: { title: 'Postgres', setting: 'POSTGRES_PORT', standard: 25432 },
  s3: { title: 'the object store', setting: 'S3_PORT', standard: 9000 },
  sandbox: { title: 'the sandbox', setting: 'SANDBOX_PORT', standard: 9100 },
} satisfies Record<string, PortWish>

export type StackPorts = Record<keyof typeof WISHES, number>

/** The variables that fix the ports, one by one. */
export const PORT_SETTINGS = Object.values(WISHES).map(({ setting }) => setting)

/** One port for each listener, settled before anything starts. */
export async function stackPorts(env: NodeJS.ProcessEnv): Promise<StackPorts> {
  const ports: [string, number][] = []
  for (const [part, wish] of Object.entries(WISHES)) ports.push([part, await choosePort(wish, env)])
  return Object.fromEntries(ports) as StackPorts
}
