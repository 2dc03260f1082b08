import { LocalFailure } from './failure'
import { interruption } from './interrupt'
import { DATA } from './paths'
import { faultsOf } from './sample/oracle'
import { publishSample, type Publication } from './sample/publish-sample'
import type { StackInfo } from './stack/info'
import { type Stack, type StackOptions, startStack } from './stack/stack'
import { say } from './terminal'
import { PLATFORM_NAMES } from '../src/domain/platform'

/**
 * `npm start`: from nothing to a published video, then serves until Ctrl-C.
 * `--once`: ends after the publish. @returns 0 only if the sandbox then shows each post once, with the sample's bytes
 */
export async function main(args: string[]): Promise<number> {
  const once = args.includes('--once')
  const unknown = args.filter((arg) => arg !== '--once')
  if (unknown.length > 0) throw new LocalFailure(`npm start knows only --once, not ${unknown.join(' ')}.`)
  return withStack({ folder: DATA, env: process.env, echo: false }, async (stack, interrupted) => {
    const publication = await publishSample(stack.info, interrupted)
    const faults = await faultsOf(publication, stack.info)
    showPosts(publication)
    showLinks(stack.info, publication)
    if (faults.length > 0) console.log(`\nThe sandbox does not show what it should. ${faults.join(' ')}`)
    else console.log('\nThe sandbox shows each post once, with the bytes of the sample.')
    if (once) return faults.length > 0 ? 1 : 0
    return serve(interrupted)
  })
}

/** Starts the stack, runs `work` on it and stops it, whatever happens; Ctrl-C is a way to end, not a failure. */
export async function withStack(
  options: Omit<StackOptions, 'signal'>,
  work: (stack: Stack, interrupted: AbortSignal) => Promise<number>,
): Promise<number> {
  const interrupted = interruption()
  try {
    const stack = await startStack({ ...options, signal: interrupted })
    const lost = stack.lost.then((sentence) => Promise.reject(new LocalFailure(sentence)))
    try {
      return await Promise.race([work(stack, interrupted), lost])
    } finally {
      say('Stopping')
      await stack.stop()
      say('Stopped')
    }
  } catch (error) {
    if (interrupted.aborted) return 0
    throw error
  }
}

/** Until Ctrl-C. */
export function serve(interrupted: AbortSignal): Promise<number> {
  console.log('\nServing. Ctrl-C ends it; what it stored stays in .local/ for the next start.')
  return new Promise((resolve) => {
    if (interrupted.aborted) resolve(0)
    interrupted.addEventListener('abort', () => resolve(0))
  })
}

function showPosts({ jobs }: Publication): void {
  console.log('\nPosts')
  for (const { platform, post, error, phase } of jobs) {
    const what = post ? `${post.postId ?? '(id to come)'}  ${post.url ?? ''}` : (error?.message ?? phase)
    console.log(`  ${PLATFORM_NAMES[platform].padEnd(9)}  ${what}`)
  }
}

function showLinks({ urls, apiKey }: StackInfo, { jobs }: Publication): void {
  const runs = jobs.map(({ platform, links }) => [`${PLATFORM_NAMES[platform]} run`, links.workflow])
  const links = [
    ['API', urls.api],
    ['API key', apiKey],
    ['API docs', urls.docs],
    ['Web UI', urls.webUi],
    ...runs,
    ['Sandbox', `${urls.sandbox}/control/posts`],
  ]
  console.log('\nLinks')
  for (const [name, link] of links) console.log(`  ${String(name).padEnd(14)} ${link}`)
}
