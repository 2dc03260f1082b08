import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { once } from 'node:events'
import { programFile } from './program'

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a program of `src/bin` to its end. `env` is all that it is given besides PATH. */
export async function runProgram(name: string, env: NodeJS.ProcessEnv, args: string[] = []): Promise<Ended> {
  const child = spawn(process.execPath, [programFile(`src/bin/${name}`), ...args], {
    env: { PATH: process.env.PATH, ...env },
  })
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ])
  return { code, stdout, stderr }
}

/** Runs a program's `main` in this process: for what differs in its words only. */
export async function runHere(main: () => Promise<number>): Promise<Ended> {
  const written = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text)
      return true
    }),
  )
  try {
    return { code: await main(), ...written }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
