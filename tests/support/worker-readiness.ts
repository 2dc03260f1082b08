import { freePort } from '../../local/ports'
import { until } from './until'

export interface WorkerReadiness {
  status: number
  body: {
    status: string
    dependencies: Record<string, string>
    queues:
      | {
          queue: string
          type: string
          state: string
          pollers: number
          backlogTasks: number
          backlogAgeSeconds: number
        }[]
      | null
  }
}

export interface WorkerHealthAt {
  /** For the worker's environment. */
  env: { WORKER_HEALTH_PORT: string }
  get(path: string): Promise<Response>
  /** Waits for an answer of `/readyz` that is as wanted. */
  tells(isWanted: (readiness: WorkerReadiness) => boolean): Promise<WorkerReadiness['body']>
}

/** Where a worker process of the test answers probes. */
export async function workerHealthAt(): Promise<WorkerHealthAt> {
  const port = String(await freePort())
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
  const ask = async (): Promise<WorkerReadiness> => {
    const answer = await get('/readyz')
    return { status: answer.status, body: (await answer.json()) as WorkerReadiness['body'] }
  }
  return {
    env: { WORKER_HEALTH_PORT: port },
    get,
    tells: (isWanted) =>
      until(async () => {
        const readiness = await ask().catch(() => null)
        return readiness && isWanted(readiness) && readiness.body
      }),
  }
}
