import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { LocalFailure } from '../failure'

/** What the stack's services use of Compose's format, as far as it matters to a process that runs without a container. */
export interface ComposeService {
  image: string
  entrypoint?: string[]
  command?: string[]
  environment?: Record<string, string>
  volumes?: string[]
  depends_on?: Record<string, { condition: string; required?: boolean }>
  healthcheck?: { test?: string[] }
  stop_grace_period?: string
}

export interface ComposeFile {
  services: Record<string, ComposeService>
}

/** Compose's own substitution: `${NAME:-default}`, `${NAME:?message}`, `$$`. */
const VARIABLE = /\$\$|\$\{(\w+):([-?])([^}]*)\}/g

/**
 * The `docker-compose.yml` of a checkout with the settings that an operator gives it.
 * @throws LocalFailure that names every required setting that is missing
 */
export function readComposeFile(folder: string, settings: Record<string, string>): ComposeFile {
  const missing = new Set<string>()
  const text = readFileSync(path.join(folder, 'docker-compose.yml'), 'utf8').replace(
    VARIABLE,
    (match, name: string, kind: string, rest: string) => {
      if (match === '$$') return '$'
      const value = settings[name]
      if (value) return value
      if (kind === '?') missing.add(name)
      return kind === '?' ? '' : rest
    },
  )
  if (missing.size > 0) throw new LocalFailure(`docker-compose.yml needs ${[...missing].join(', ')}.`)
  return parse(text, { merge: true }) as ComposeFile
}

/** @throws Error where the file has no such service */
export function serviceOf<Service extends ComposeService>(
  { services }: { services: Record<string, Service> },
  name: string,
): Service {
  const service = services[name]
  if (!service) throw new Error(`docker-compose.yml has no service ${name}`)
  return service
}
