import { Client, Connection } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'

interface TemporalConfig {
  TEMPORAL_ADDRESS: string
  TEMPORAL_NAMESPACE: string
}

/** A client that connects when it is first used, so that the API accepts jobs while Temporal is down. */
export function createClient(config: TemporalConfig): Client {
  const connection = Connection.lazy({ address: config.TEMPORAL_ADDRESS })
  return new Client({ connection, namespace: config.TEMPORAL_NAMESPACE })
}

/** A worker without its server is no worker: throws when the server cannot be reached, and the process ends. */
export const connectWorker = (config: TemporalConfig): Promise<NativeConnection> =>
  NativeConnection.connect({ address: config.TEMPORAL_ADDRESS })
