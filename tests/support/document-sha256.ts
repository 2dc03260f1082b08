import { createHash } from 'node:crypto'
import type { OpenApi } from './answer-check'

/** By which a client tells from which document it was made. */
export const sha256Of = (document: OpenApi): string =>
  createHash('sha256').update(JSON.stringify(document)).digest('hex')
