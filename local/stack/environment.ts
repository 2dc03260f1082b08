import { platformEnv } from './platform-env'
import type { StackPorts } from './ports'
import type { StackSecrets } from './secrets'
import { NAMESPACE, type Servers } from './servers'

const TEMPORAL_UI_PORT = 8233

/**
 * The configuration of worker and API: the local servers' addresses, under whatever the caller's environment sets. A
 * variable that is set but empty counts as unset, as it does for them.
 */
export function applicationEnv(
  servers: Servers,
  ports: StackPorts,
  secrets: StackSecrets,
  given: NodeJS.ProcessEnv,
): Record<string, string> {
  const local: Record<string, string> = {
    DATABASE_URL: servers.databaseUrl,
    TEMPORAL_ADDRESS: servers.temporalAddress,
    TEMPORAL_NAMESPACE: NAMESPACE,
    // A server that runs elsewhere has its Web UI where TEMPORAL_UI_URL says, or on its usual port.
    TEMPORAL_UI_URL: `http://127.0.0.1:${given.TEMPORAL_ADDRESS ? TEMPORAL_UI_PORT : ports.temporalUi}`,
    R2_ENDPOINT: servers.r2.endpoint,
    R2_BUCKET: servers.r2.bucket,
    R2_REGION: 'auto',
    R2_ACCESS_KEY_ID: servers.r2.accessKeyId,
    R2_SECRET_ACCESS_KEY: servers.r2.secretAccessKey,
    TOKEN_KEYS: secrets.tokenKeys,
    ...platformEnv(servers.sandbox),
    API_HOST: '127.0.0.1',
    API_PORT: String(ports.api),
    API_PUBLIC_URL: `http://127.0.0.1:${ports.api}`,
    WORKER_HEALTH_PORT: String(ports.workerHealth),
    METRICS_PORT: String(ports.metrics),
    API_METRICS_PORT: String(ports.apiMetrics),
    // The sandbox is done in moments; asking it every five seconds would be most of a publish.
    POLL_INTERVAL_MS: '500',
    // A receiver on this machine is what there is to try webhooks with.
    WEBHOOKS_ALLOW_LOOPBACK: 'true',
    // Nothing stands before it that would have to notice.
    API_DRAIN_MS: '0',
    // As the sandbox counts: a hundred uploads a day, not six.
    YOUTUBE_QUOTA_MODEL: 'upload-bucket',
    SANDBOX_URL: servers.sandbox.url,
  }
  return Object.fromEntries(Object.entries(local).map(([name, value]) => [name, given[name] || value]))
}
