import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { newApiKey } from '../../src/security/api-keys'
import { codeOf } from '../failure'

/** What the local stack keeps to itself. Made once, so that stored tokens stay readable from start to start. */
export interface StackSecrets {
  tokenKeys: string
  apiKey: string
  r2AccessKeyId: string
  r2SecretAccessKey: string
}

export function stackSecrets(dataFolder: string): StackSecrets {
  const file = path.join(dataFolder, 'secrets.json')
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as StackSecrets
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  const secrets: StackSecrets = {
    tokenKeys: `local:${randomBytes(32).toString('base64')}`,
    apiKey: newApiKey(),
    r2AccessKeyId: randomBytes(10).toString('hex'),
    r2SecretAccessKey: randomBytes(20).toString('hex'),
  }
  mkdirSync(dataFolder, { recursive: true })
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}
