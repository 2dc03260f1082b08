import { rmSync } from 'node:fs'
import { main as build } from '../../local/build'
import { freePort } from '../../local/ports'
import { PORT_SETTINGS } from '../../local/stack/ports'
import type { Stack } from '../../local/stack/stack'
import { withStack } from '../../local/start'
import { makeTestFolder } from '../../local/test-folder'

/**
 * Runs `work` on the servers that `npm start` brings up, with worker and API as production runs them: built. All on free
 * ports and in a temporary folder, so that a measurement neither meets nor leaves data.
 */
export async function withBenchStack(
  work: (stack: Stack, interrupted: AbortSignal) => Promise<number>,
): Promise<number> {
  await build()
  // The applications inherit it: one key makes all requests of a measurement.
  process.env.API_REQUESTS_PER_MINUTE = '1000000'
  const folder = await makeTestFolder()
  try {
    const ports = await Promise.all(PORT_SETTINGS.map(async (setting) => [setting, String(await freePort())] as const))
    const env = { ...process.env, ...Object.fromEntries(ports) }
    return await withStack({ folder, env, built: true, echo: false }, work)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
