import path from 'node:path'
import { freePort } from '../ports'
import type { ComposeService } from './file'

/** What stands in for the containers' network and file systems. */
export interface NativePlace {
  /** Volumes, logs and programs lie below it. */
  folder: string
  /** Where docker-compose.yml and deploy/ lie, as an operator has filled them in. */
  checkout: string
  /** Of 127.0.0.1, by the ports of the file. */
  ports: ReadonlyMap<string, number>
}

/** The ports that the services listen on, set by the file or their standard. */
const PORTS = ['5432', '7233', '8080', '7070', '3000', '3001', '9464']

/** Whose names the services know each other by. */
const HOSTS = /(?<![\w.-])(?:postgres|temporal|s3)(?=:\d|$)/g

/** Where images keep what the file starts by its path. */
const IMAGE_PATHS: [string, string][] = [['/etc/temporal/entrypoint.sh', 'temporal-server start']]

export async function nativePlace(folder: string): Promise<NativePlace> {
  const checkout = path.join(folder, 'checkout')
  const ports = new Map<string, number>()
  for (const port of PORTS) ports.set(port, await freePort())
  return { folder, checkout, ports }
}

export const secretsFolderOf = ({ checkout }: NativePlace): string => path.join(checkout, 'deploy', 'secrets')

export function portOf({ ports }: NativePlace, port: string): number {
  const native = ports.get(port)
  if (native === undefined) throw new Error(`Port ${port} has no native one`)
  return native
}

/** A text of the service's with addresses and paths of this machine: all else stays what the file says. */
export function nativeText(text: string, service: ComposeService, place: NativePlace): string {
  const mounts = [...mountsOf(service, place), ...IMAGE_PATHS]
  const moved = mounts.reduce((moving, [from, to]) => moving.replace(pathPattern(from), to), String(text))
  return moved
    .replace(HOSTS, '127.0.0.1')
    .replaceAll('0.0.0.0', '127.0.0.1')
    .replace(/^:(?=\d)/, '127.0.0.1:')
    .replace(/\b\d{4}\b/g, (number) => String(place.ports.get(number) ?? number))
}

export const nativeEnv = (service: ComposeService, place: NativePlace): Record<string, string> =>
  Object.fromEntries(
    Object.entries(service.environment ?? {}).map(([name, value]) => [name, nativeText(value, service, place)]),
  )

/** From the places in the container to those on this machine: the longest first. */
function mountsOf({ volumes = [] }: ComposeService, place: NativePlace): [string, string][] {
  const mounts = volumes.map((volume): [string, string] => {
    const [source = '', target = ''] = volume.split(':')
    return [
      target,
      source.startsWith('.') ? path.join(place.checkout, source) : path.join(place.folder, 'volumes', source),
    ]
  })
  return [...mounts, ['/run/secrets', secretsFolderOf(place)]]
}

const pathPattern = (text: string): RegExp => new RegExp(`(?<![\\w./-])${text.replaceAll('.', '\\.')}(?![\\w-])`, 'g')
