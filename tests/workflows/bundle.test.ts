import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

const WORKFLOWS = path.join(__dirname, '..', '..', 'src', 'workflows')
const MAX_SIZE_BYTES = 2_500_000

/** What may run in the sandbox: the business story, the pure domain, and what Temporal itself is made of. */
const ALLOWED = [
  /^\.\/src\/(workflows|domain)\//,
  /^\.\/node_modules\/(@temporalio\/(workflow|common)|nexus-rpc|long|ms)\//,
]

/** Places that Temporal keeps for a payload converter and a failure converter of ours; we have neither. */
const EMPTY_PLACES = 2

const file = process.env.WORKFLOW_BUNDLE ?? ''
const moduleIds = () => [...readFileSync(file, 'utf8').matchAll(/^\/\*{3}\/ "([^"]+)"/gm)].map(([, id = '']) => id)

test('the workflow bundle holds workflows, domain and Temporal, and nothing else', () => {
  const [empty, real] = [/^\?/, /^[^?]/].map((kind) => moduleIds().filter((id) => kind.test(id)))
  expect(real?.filter((id) => !ALLOWED.some((place) => place.test(id)))).toEqual([])
  expect(empty).toHaveLength(EMPTY_PLACES)
})

test('it holds every workflow file but those of types alone', () => {
  const typesAlone = ['round.ts']
  const files = readdirSync(WORKFLOWS).filter((name) => !typesAlone.includes(name))
  expect(moduleIds()).toEqual(expect.arrayContaining(files.map((name) => `./src/workflows/${name}`)))
})

test(`it stays under ${MAX_SIZE_BYTES / 1_000_000} MB: every worker loads it for every workflow it keeps`, () => {
  expect(statSync(file).size).toBeLessThan(MAX_SIZE_BYTES)
})
