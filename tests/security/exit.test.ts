import { spawnSync } from 'node:child_process'
import path from 'node:path'

const EXIT = path.resolve(__dirname, '..', '..', 'src', 'bin', 'exit.ts')

test('a process that ends by an error tells its stack, and no secret in it', () => {
  const script = `require(${JSON.stringify(EXIT)}).exitWith(new Error('cannot reach postgresql://app:S3cr3t-word@db/x'))`
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', script], { encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toContain('cannot reach postgresql://app:[redacted]@db/x')
  expect(stderr).toContain('    at ')
  expect(stderr).not.toContain('S3cr3t-word')
})
