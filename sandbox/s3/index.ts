import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { S3Faults } from './faults'
import { createS3Server } from './server'
import { Store } from './store'

export interface S3Options {
  /** Holds everything; what an earlier run has left there is served again. */
  dataDir: string
  /** 0 or absent: a free one. */
  port?: number
  host?: string
  accessKeyId: string
  secretAccessKey: string
  /** Created when missing. */
  buckets: string[]
  /** False: checksum headers and `aws-chunked` bodies are 501, as on R2 in 2025. Default: true. */
  takesChecksums?: boolean
  /** Where the age of signatures is read from. */
  nowMs?: () => number
}

export interface RunningS3 {
  url: string
  /** What shall go wrong from now on. */
  faults: S3Faults
  /** Ends open connections too. */
  stop(): Promise<void>
}

/**
 * Starts an S3 server in the place of Cloudflare R2: path-style addresses, Signature Version 4 and R2's rules where they differ
 * from S3's. Left out: ACLs, versions, encryption headers, POST forms, signatures of single chunks.
 */
export async function startS3({
  dataDir,
  port = 0,
  host = '127.0.0.1',
  accessKeyId,
  secretAccessKey,
  buckets,
  takesChecksums = true,
  nowMs = Date.now,
}: S3Options): Promise<RunningS3> {
  const store = await Store.open(dataDir, buckets, nowMs)
  const faults = new S3Faults()
  const credentials = { accessKeyId, secretAccessKey }
  const server = createS3Server({ store, credentials, faults, takesChecksums, nowMs })
  server.listen(port, host)
  await once(server, 'listening')
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    faults,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
