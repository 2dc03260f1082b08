import { readFileSync } from 'node:fs'
import path from 'node:path'
import { LocalFailure } from './failure'
import { ROOT } from './paths'

export interface Lockfile {
  packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>
}

/**
 * The faults of a lockfile that its own machine never notices: a registry that lagged behind leaves out the binaries of
 * other platforms, and an address in `resolved` ties everybody to one registry. Each breaks `npm ci` elsewhere.
 */
export function lockFaults({ packages }: Lockfile): string[] {
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {}, resolved }]) => {
    const faults = Object.keys(optionalDependencies)
      .filter((name) => !isFound(packages, place, name))
      .map((name) => `${place || 'package.json'} needs ${name}, which is missing`)
    return resolved?.startsWith('http') ? [...faults, `${place} names the registry it came from`] : faults
  })
}

/** As Node looks a package up: in the place's own node_modules, then in each one above. */
function isFound(packages: Lockfile['packages'], place: string, name: string): boolean {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${at && `${at}/`}node_modules/${name}`]) return true
    if (at === '') return false
  }
}

export function main(): number {
  const lockfile = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as Lockfile
  const faults = lockFaults(lockfile)
  if (faults.length > 0) throw new LocalFailure(`package-lock.json would not install everywhere:\n${faults.join('\n')}`)
  console.log('package-lock.json holds every optional dependency of every platform')
  return 0
}
