import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../local/paths'

const WORKFLOWS = path.join(ROOT, 'src', 'workflows')
const HANDBOOK = path.join(ROOT, 'docs', 'handbook', 'deploy.md')

test('every patch of the workflows has a dated name and a line in the handbook that says how long it stays, and no other has', () => {
  const code = readdirSync(WORKFLOWS).map((file) => readFileSync(path.join(WORKFLOWS, file), 'utf8'))
  const used = code.flatMap((text) => [...text.matchAll(/\b(?:patched|deprecatePatch)\(\s*([^)]*?)\s*\)/g)])
  const listed = readFileSync(HANDBOOK, 'utf8').matchAll(/^\| `([^`]+)` \|(?: [^|]+\|){4}$/gm)
  expect([...new Set(used.map(([, id]) => id))].sort()).toEqual([...listed].map(([, id]) => `'${id}'`).sort())
  for (const [, id] of used) expect(id).toMatch(/^'20\d\d-\d\d-\d\d-[a-z-]+'$/)
})
