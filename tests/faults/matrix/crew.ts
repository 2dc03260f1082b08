import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { programFile } from '../../support/program'
import type { Pace } from './pace'

/** One worker process at work and, where one is to be killed, one that waits to take its place: so a kill costs no start. */
export interface Crew {
  /** Kills the worker by signal 9; resolves when its successor works. */
  replace(): Promise<void>
  stop(): Promise<void>
}

export async function startCrew(env: NodeJS.ProcessEnv, pace: Pace): Promise<Crew> {
  let working = spawnWorker(env)
  let waiting = pace.kills ? spawnWorker(env) : undefined
  await tell(working)

  return {
    async replace() {
      await kill(working)
      working = waiting ?? spawnWorker(env)
      waiting = spawnWorker(env)
      await tell(working)
    },
    async stop() {
      await Promise.all([kill(working), waiting && kill(waiting)])
    },
  }
}

interface Worker {
  child: ChildProcess
  ready: Promise<unknown>
}

function spawnWorker(env: NodeJS.ProcessEnv): Worker {
  const main = programFile('tests/faults/matrix/worker')
  const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const
  const child = spawn(process.execPath, ['--no-warnings', main], { env, stdio: [...stdio] })
  const ready = answerOf(child)
  ready.catch(() => undefined) // One that is killed before it was needed has failed nobody.
  return { child, ready }
}

/** Begins the work; resolves when the worker takes tasks. */
async function tell({ child, ready }: Worker): Promise<void> {
  await ready
  const working = answerOf(child)
  child.send('work')
  await working
}

async function answerOf(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`a worker ended with ${String(code)} instead of working`)
  })
  gone.catch(() => undefined) // It is told only while somebody waits for an answer.
  await Promise.race([once(child, 'message'), gone])
}

async function kill({ child }: Worker): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
