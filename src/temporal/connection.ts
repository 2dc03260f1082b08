import { Client, Connection } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'

interface TemporalConfig {
  TEMPORAL_ADDRESS: string
  TEMPORAL_NAMESPACE: string
}

export interface TemporalClient {
  client: Client
  /** Resolves when the server answers. */
  ping(): Promise<unknown>
  close(): Promise<void>
}

/** Connects when it is first used, so that the API starts and accepts jobs while Temporal is down. */
export function connectTemporal(config: TemporalConfig): TemporalClient {
  const connection = Connection.lazy({ address: config.TEMPORAL_ADDRESS })
  return {
    client: new Client({ connection, namespace: config.TEMPORAL_NAMESPACE }),
    ping: () => connection.workflowService.getSystemInfo({}),
    close: () => connection.close(),
  }
}

/** A worker without its server is no worker: throws when the server cannot be reached, and the process ends. */
export const connectWorker = (config: TemporalConfig): Promise<NativeConnection> =>
  NativeConnection.connect({ address: config.TEMPORAL_ADDRESS })
