import { Client, Connection } from '@temporalio/client'
import { loadClientConnectConfig } from '@temporalio/envconfig'
import { clientTracing } from './tracing'

/** Named as Temporal's own tools name them. TLS is on where an API key, a certificate or `TEMPORAL_TLS` asks for it. */
export interface TemporalConfig {
  TEMPORAL_ADDRESS: string
  TEMPORAL_NAMESPACE: string
  TEMPORAL_API_KEY?: string | undefined
  TEMPORAL_TLS?: 'true' | 'false' | undefined
  TEMPORAL_TLS_SERVER_NAME?: string | undefined
  TEMPORAL_TLS_SERVER_CA_CERT_PATH?: string | undefined
  TEMPORAL_TLS_CLIENT_CERT_PATH?: string | undefined
  TEMPORAL_TLS_CLIENT_KEY_PATH?: string | undefined
}

/** How every connection to Temporal is made, a client's and a worker's. Reads the certificates' files. */
export const connectionOptionsOf = (config: TemporalConfig) =>
  // A configuration file that happens to lie in a home folder must not send production elsewhere.
  loadClientConnectConfig({ disableFile: true, overrideEnvVars: settingsOf(config) }).connectionOptions

const settingsOf = (config: TemporalConfig): Record<string, string> =>
  Object.fromEntries(
    Object.entries(config).filter(
      (setting): setting is [string, string] => setting[0].startsWith('TEMPORAL_') && typeof setting[1] === 'string',
    ),
  )

/** A client that connects when it is first used, so that the API accepts jobs while Temporal is down. */
export function createClient(config: TemporalConfig): Client {
  const connection = Connection.lazy(connectionOptionsOf(config))
  return new Client({ connection, namespace: config.TEMPORAL_NAMESPACE, interceptors: { workflow: clientTracing() } })
}
