/**
 * A process that serves either the object store or the platform sandbox, so that the end of one is noticed and named.
 * Started with the server's name, and its options as JSON in SERVER_OPTIONS; sends its parent the server's answer once it serves.
 */
import { startS3 } from '../../sandbox/s3'
import { startSandbox } from '../../sandbox/start'

interface Running {
  stop(): Promise<void>
}

const SERVERS: Record<string, (options: never) => Promise<Running>> = { s3: startS3, sandbox: startSandbox }

async function serve(name = '', options = '{}'): Promise<void> {
  const start = SERVERS[name]
  if (!start) throw new Error(`There is no server called ${name}`)
  const { stop, ...addresses } = await start(JSON.parse(options) as never)
  process.send?.(addresses)
  const end = () => void stop().then(() => process.exit(0))
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  process.once('disconnect', end) // the parent was killed
}

serve(process.argv[2], process.env.SERVER_OPTIONS).catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
