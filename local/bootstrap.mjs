/**
 * The first thing that `npm start`, `npm run dev` and `npm test` run, on a fresh clone before anything is installed: plain
 * Node. Makes the checkout ready and then runs `local/<script>.ts` in this very process, so that signals and the exit
 * code need no carrying.
 */
import { createRequire } from 'node:module'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const [script, ...args] = process.argv.slice(2)

requireNode(20, 19)
// Production runs a newer Node; here every process would say that the AWS SDK is soon going to ask for it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
if (!isInstalled()) install()
generateClient()

const require = createRequire(import.meta.url)
require('tsx/cjs')
const { explain } = require('./failure.ts')
try {
  process.exitCode = await require(`./${script}.ts`).main(args)
} catch (error) {
  fail(explain(error))
}

function fail(sentence) {
  console.error(`\n${sentence}`)
  process.exit(1)
}

function requireNode(wantedMajor, wantedMinor) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  fail(
    `Publisher needs Node ${wantedMajor}.${wantedMinor} or newer; this is ${process.versions.node}. Install a newer Node.`,
  )
}

/** Whether npm's own account of node_modules, which it writes last, agrees with the lockfile. */
function isInstalled() {
  const account = path.join(ROOT, 'node_modules', '.package-lock.json')
  if (!existsSync(account)) return false
  const installed = packagesIn(account)
  return Object.entries(packagesIn(path.join(ROOT, 'package-lock.json'))).every(
    ([place, wanted]) => place === '' || wanted.optional || installed[place]?.version === wanted.version,
  )
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch (error) {
    return fail(`${file} cannot be read (${error.message}): restore it and try again.`)
  }
}

function install() {
  console.log('Installing what package-lock.json names (npm ci), once …')
  // npm names itself to the scripts it runs; started without it, the npm on PATH is taken.
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const options = { cwd: ROOT, stdio: 'inherit', shell: command === 'npm' && process.platform === 'win32' }
  const { status } = spawnSync(command, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund'], options)
  if (status !== 0)
    fail('npm ci failed, for the reason above. Check the network and the disk, then run the same command again.')
}

/** Prisma's client is generated code: made again when the schema, or Prisma, is not the one it was made from. */
function generateClient() {
  const generated = path.join(ROOT, 'src', 'generated')
  const stamp = path.join(generated, '.made-from')
  const manifest = path.join(ROOT, 'node_modules', 'prisma', 'package.json')
  const sources = [path.join(ROOT, 'prisma', 'schema.prisma'), manifest].map((file) => readFileSync(file))
  const wanted = createHash('sha256').update(Buffer.concat(sources)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log('Generating the database client (prisma generate) …')
  const cli = path.join(ROOT, 'node_modules', 'prisma', 'build', 'index.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'generate'], { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) fail(`prisma generate failed:\n${stdout}${stderr}`)
  writeFileSync(stamp, wanted)
}
