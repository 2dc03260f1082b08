import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'

const ROOT = path.join(__dirname, '..', '..')
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

const files = (folder: string): string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
    .map((file) => path.join(folder, file))

const stages = read('Dockerfile')
  .split(/^FROM /m)
  .slice(1)
const lastStage = stages.at(-1) ?? ''
const copied = [...lastStage.matchAll(/^COPY --from=build (.+) \S+$/gm)].flatMap(([, sources = '']) =>
  sources.split(' ').map((source) => source.replace('/app/', '')),
)

test('everything that the image is made of exists, or is made by the build', () => {
  expect(copied.length).toBeGreaterThan(0)
  const made = ['node_modules', 'dist']
  for (const file of copied)
    expect([file, made.includes(file) || existsSync(path.join(ROOT, file))]).toEqual([file, true])
})

test('no tests, sandbox, sources or secrets are in the image', () => {
  expect(copied.filter((file) => /^(tests|sandbox|src|bench|deploy|docs|\.)/.test(file))).toEqual([])
  expect(read('.dockerignore').split('\n')).toEqual(
    expect.arrayContaining(['.env*', '.git', 'deploy', 'tests', 'sandbox']),
  )
})

test('every package that runs in the image is installed there: no development dependency is imported', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
  const imported = files('src').flatMap((file) =>
    [...read(file).matchAll(/^(?:import|export) (?!type )[^;]*?from '([^.'][^']*)'$/gm)].map(([, from = '']) => from),
  )
  const packages = imported
    .filter((from) => !from.startsWith('node:') && !builtinModules.includes(from))
    .map((from) =>
      from
        .split('/')
        .slice(0, from.startsWith('@') ? 2 : 1)
        .join('/'),
    )
  expect(packages).toContain('@temporalio/worker')
  expect([...new Set(packages)].filter((name) => !(name in dependencies))).toEqual([])
})

test('it runs as nobody special, by number, with node as its first process', () => {
  expect(lastStage).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m)
  expect(lastStage).toMatch(/^CMD \["node", "dist\/bin\/api\.js"\]$/m)
})

test('every program that Dockerfile and docker-compose.yml start has a source', () => {
  const programs = [...`${lastStage}\n${read('docker-compose.yml')}`.matchAll(/dist\/(bin\/[\w-]+)\.js/g)]
  expect(programs.map(([, program]) => program)).toEqual(
    expect.arrayContaining(['bin/api', 'bin/worker', 'bin/healthcheck']),
  )
  for (const [, program] of programs) expect(existsSync(path.join(ROOT, 'src', `${program}.ts`))).toBe(true)
})
