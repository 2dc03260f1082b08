import { spawn } from 'node:child_process'
import path from 'node:path'
import { json } from 'node:stream/consumers'

const ROOT = path.resolve(__dirname, '..', '..', '..')
const ESLINT = path.join(ROOT, 'node_modules', 'eslint', 'bin', 'eslint.js')
const CONFIG = path.join(__dirname, 'eslint.selects.mjs')

const SELECT_TOKEN = 'prisma.platformConnection.findUnique({ where, select: { accessToken: true } })'
const SELECT_VERIFIER = 'prisma.connectionAttempt.findUnique({ where, select: { codeVerifier: true } })'

const REFUSED = [
  'prisma.platformConnection.findUnique({ where: { id } })',
  'prisma.platformConnection.findMany({ include: { user: true } })',
  'tx.platformConnection.update({ where: { id }, data: { status } })',
  'tx.connectionAttempt.create({ data })',
  'prisma.checkpoint.findFirst({ where: { number } })',
  'prisma.user.findMany({ include: { platformConnections: true } })',
  'prisma.publishJob.findMany({ select: { jobId: true, connection: true } })',
  'prisma.$queryRaw`SELECT id, "refreshToken" FROM "PlatformConnection"`',
  'prisma.$queryRaw`SELECT * FROM "Checkpoint"`',
]

const ALIASES = ['const rows = prisma.platformConnection', 'const { platformConnection: rest } = tx']

const TAKEN = [
  'prisma.platformConnection.findUnique({ where: { id }, select: { status: true } })',
  'prisma.platformConnection.updateMany({ where: { id }, data: { accessToken: "" } })',
  'prisma.publishJob.findMany({ select: { connection: { select: { status: true } } } })',
]

/** Which of the statements lint refuses where they stand in that file, for the secrets that they would bring along. */
async function refusedIn(file: string, statements: string[]): Promise<string[]> {
  const args = [ESLINT, '--config', CONFIG, '--stdin', '--stdin-filename', file, '--format', 'json']
  const eslint = spawn(process.execPath, args, { cwd: ROOT })
  eslint.stdin.end(statements.join('\n'))
  const [{ messages }] = (await json(eslint.stdout)) as [{ messages: { ruleId: string; line: number }[] }]
  const lines = messages.filter(({ ruleId }) => ruleId === 'no-restricted-syntax').map(({ line }) => line)
  return statements.filter((_statement, index) => lines.includes(index + 1))
}

test('lint refuses every statement that brings a ciphertext along', async () => {
  const statements = [...REFUSED, SELECT_TOKEN, SELECT_VERIFIER, ...ALIASES]
  expect(await refusedIn('src/database/users.ts', [...statements, ...TAKEN])).toEqual(statements)
})

test('only the stores that open ciphertexts may select them, and they select nothing by accident', async () => {
  expect(await refusedIn('src/database/tokens.ts', [...REFUSED, SELECT_TOKEN, ...ALIASES, ...TAKEN])).toEqual(REFUSED)
})
