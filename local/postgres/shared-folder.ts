import { mkdirSync } from 'node:fs'

const FOLDER = '/var/lib/publisher'

/** Where root keeps what its unprivileged server must reach when the checkout lies in root's own home. */
export function sharedFolder(): string {
  mkdirSync(FOLDER, { recursive: true, mode: 0o755 })
  return FOLDER
}
