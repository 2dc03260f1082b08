import { randomBytes } from 'node:crypto'
import { tell, UsageError } from './exit'
import { optionsOf } from './options'
import { keyRingFaults } from '../security/key-ring'

const ADVICE = `
The line above is an entry of TOKEN_KEYS, and a secret: keep it where the other secrets are.
As the first key of all, it is TOKEN_KEYS. To take the place of another key:
  1. Put it at the end of TOKEN_KEYS and restart worker and API: now all of them can read what it encrypts.
  2. Move it to the front and restart them again: now it encrypts.
  3. npm run keys:rotate encrypts anew what is stored, and says which keys may be dropped.
`

/** `npm run keys:new [-- --id <id>]`: the entry on stdout, what to do with it on stderr. @returns the exit code */
export function main(args: string[]): number {
  try {
    const { id } = optionsOf(args, { id: { type: 'string', default: newId() } })
    const entry = `${id}:${randomBytes(32).toString('base64')}`
    if (keyRingFaults(entry).length > 0) throw new UsageError('--id takes 1 to 32 letters, digits, - or _')
    process.stdout.write(`${entry}\n`)
    process.stderr.write(ADVICE)
    return 0
  } catch (error) {
    tell(error)
    return 1
  }
}

/** The day, for people, and enough besides that no two are the same. */
const newId = (): string => `${new Date().toISOString().slice(0, 10)}-${randomBytes(2).toString('hex')}`

if (require.main === module) process.exitCode = main(process.argv.slice(2))
