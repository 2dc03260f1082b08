import pino from 'pino'
import type { Logger } from 'pino'
import { redact } from '../security/redaction'

export type { Logger } from 'pino'

/** JSON lines on stdout. Every line is masked as a whole, so that no careless member or stack lets a secret out. */
export const createLogger = (name: string, level: string): Logger =>
  pino({
    name,
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    hooks: { streamWrite: redact },
  })
