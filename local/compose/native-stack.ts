import os from 'node:os'
import path from 'node:path'
import { LocalFailure } from '../failure'
import { type Child, startChild } from '../supervisor/child'
import { untilReady } from '../supervisor/ready'
import { say } from '../terminal'
import { type ComposeFile, type ComposeService, serviceOf } from './file'
import { provideImage } from './images'
import { type Listener, listenerOf } from './listeners'
import { type NativePlace, nativeEnv, nativeText } from './native'

export interface NativeOptions {
  file: ComposeFile
  place: NativePlace
  /** What Publisher's image holds at /app. */
  appFolder: string
  /** Services that run already, or are to be left out. */
  provided: string[]
  /** Besides what the file says, by service. */
  env?: Record<string, Record<string, string>>
  signal: AbortSignal
}

/** A process of a service. */
export interface Instance {
  /** `worker-1`, as Compose names containers. */
  name: string
  service: ComposeService
  child: Child
  listener: Listener
}

/** Compose gives a container this long where the file says nothing. */
const STANDARD_GRACE_S = 10

/** The services of docker-compose.yml as processes of this machine, with the file's own commands, scripts and settings. */
export class NativeStack {
  private readonly ups = new Map<string, Promise<void>>()
  private readonly counts = new Map<string, number>()
  /** In the order of their starts. */
  readonly running: Instance[] = []

  constructor(private readonly options: NativeOptions) {}

  /** Starts a service once what it depends on is ready or done, as the file wants it. */
  up(name: string): Promise<void> {
    const known = this.ups.get(name)
    if (known) return known
    const up = this.bringUp(name)
    this.ups.set(name, up)
    return up
  }

  private async bringUp(name: string): Promise<void> {
    const { file, provided } = this.options
    if (provided.includes(name)) return
    const needs = serviceOf(file, name).depends_on ?? {}
    await Promise.all(Object.keys(needs).map((need) => this.up(need)))
    const isJob = Object.values(file.services).some(
      ({ depends_on = {} }) => depends_on[name]?.condition === 'service_completed_successfully',
    )
    await (isJob ? this.runJob(name) : this.start(name))
  }

  /** One more process of a service, as `--scale` starts it; resolves once it is ready. */
  async start(name: string): Promise<Instance> {
    const instance = await this.spawn(name)
    this.running.push(instance)
    await untilReady(instance.child, instance.listener.probe ?? (() => Promise.resolve()), this.options.signal)
    say(`${instance.name} is ready`)
    return instance
  }

  /**
   * Runs a service that ends by itself.
   * @throws LocalFailure with its last words where its exit code is not 0
   */
  async runJob(name: string, env: Record<string, string> = {}): Promise<void> {
    const { child } = await this.spawn(name, env)
    const abort = () => void child.stop()
    this.options.signal.addEventListener('abort', abort)
    const end = await child.ended
    this.options.signal.removeEventListener('abort', abort)
    if (end !== 'ended with code 0') throw new LocalFailure(`${name} ${end}: ${lastLines(child.tail())}`)
    say(`${name} is done`)
  }

  private async spawn(name: string, env: Record<string, string> = {}): Promise<Instance> {
    const { file, place, appFolder, signal } = this.options
    const service = serviceOf(file, name)
    const number = (this.counts.get(name) ?? 0) + 1
    this.counts.set(name, number)
    const binFolder = path.join(place.folder, 'bin')
    const entrypoint = await provideImage(service, binFolder, signal)
    const listener = await listenerOf(name, number, place)
    const words = [...(service.entrypoint ?? entrypoint), ...(service.command ?? [])]
    const [command = '', ...args] = words.map((word) => nativeText(word, service, place))
    const child = startChild({
      name: `${name}-${number}`,
      title: `${name}-${number}`,
      command,
      args,
      // Nothing of this process's own settings, which a container would not see either.
      env: {
        PATH: `${binFolder}${path.delimiter}${process.env.PATH}`,
        HOME: os.homedir(),
        ...nativeEnv(service, place),
        ...listener.env,
        ...this.options.env?.[name],
        ...env,
      },
      cwd: appFolder,
      runFolder: path.join(place.folder, 'run'),
      stopSignal: 'SIGTERM',
    })
    return { name: `${name}-${number}`, service, child, listener }
  }

  /**
   * Asks a process to end, as `docker compose stop` does.
   * @throws LocalFailure where it is still there after the grace that the file gives it
   */
  async stop(instance: Instance): Promise<void> {
    const { name, service, child } = instance
    this.running.splice(this.running.indexOf(instance), 1)
    const graceS = Number.parseFloat(service.stop_grace_period ?? '') || STANDARD_GRACE_S
    const startedAtMs = performance.now()
    child.process.kill('SIGTERM')
    const late = setTimeout(() => void child.process.kill('SIGKILL'), graceS * 1000)
    const end = await child.ended
    clearTimeout(late)
    const tookS = ((performance.now() - startedAtMs) / 1000).toFixed(1)
    if (child.process.signalCode === 'SIGKILL') throw new LocalFailure(`${name} had not ended within ${graceS} s.`)
    say(`${name} ${end} after ${tookS} s of ${graceS} s`)
  }

  /** Ends everything at once and by force where need be: for whoever has failed. */
  async abandon(): Promise<void> {
    for (const { child } of [...this.running].reverse()) await child.stop()
  }
}

const lastLines = (text: string): string => text.split('\n').slice(-3).join(' ')
