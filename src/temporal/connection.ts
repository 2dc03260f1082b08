import { Client, Connection } from '@temporalio/client'

interface TemporalConfig {
  TEMPORAL_ADDRESS: string
  TEMPORAL_NAMESPACE: string
}

/** A client that connects when it is first used, so that the API accepts jobs while Temporal is down. */
export function createClient(config: TemporalConfig): Client {
  const connection = Connection.lazy({ address: config.TEMPORAL_ADDRESS })
  return new Client({ connection, namespace: config.TEMPORAL_NAMESPACE })
}
