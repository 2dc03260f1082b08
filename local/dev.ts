import { watch } from 'node:fs'
import path from 'node:path'
import { DATA, ROOT } from './paths'
import { serve, withStack } from './start'
import type { Stack } from './stack/stack'
import { say } from './terminal'

/** An editor saves in several steps, and often several files. */
const SETTLE_MS = 300

/** `npm run dev`: the stack without a publish; worker and API show what they write and start again when src changes. */
export const main = (): Promise<number> =>
  withStack({ folder: DATA, env: process.env, echo: true }, async (stack, interrupted) => {
    const { urls } = stack.info
    say(`API ${urls.api} (docs: ${urls.docs}), Web UI ${urls.webUi}, sandbox ${urls.sandbox}`)
    restartOnChange(stack, interrupted)
    return serve(interrupted)
  })

function restartOnChange({ worker, api }: Stack, signal: AbortSignal): void {
  let settled: NodeJS.Timeout | undefined
  const restart = (file: string) => {
    say(`src/${file} has changed`)
    void Promise.all([worker.restart(), api.restart()])
  }
  watch(path.join(ROOT, 'src'), { recursive: true, signal }, (_event, file) => {
    if (!file || file.startsWith('generated') || !file.endsWith('.ts')) return
    clearTimeout(settled)
    settled = setTimeout(restart, SETTLE_MS, file)
  })
}
