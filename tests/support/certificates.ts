import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Certificate {
  certPath: string
  keyPath: string
}

/** An authority of its own and what it has signed, in a folder that `remove` takes away. */
export interface Authority {
  caPath: string
  issue(name: string, validDays?: number): Promise<Certificate>
  remove(): Promise<void>
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

export async function openAuthority(): Promise<Authority> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'publisher-ca-'))
  const at = (name: string) => path.join(folder, name)
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder })
  await openssl('req', '-x509', ...NEW_KEY, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test CA')
  await writeFile(at('extensions'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n')
  return {
    caPath: at('ca.pem'),
    async issue(name, validDays = 2) {
      await openssl('req', ...NEW_KEY, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
      const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'extensions']
      await openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, '-days', String(validDays), ...signer)
      return { certPath: at(`${name}.pem`), keyPath: at(`${name}.key`) }
    },
    remove: () => rm(folder, { recursive: true }),
  }
}
