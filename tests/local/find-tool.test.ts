import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Tool } from '../../local/tools/catalogue'
import { findTool } from '../../local/tools/find'
import type { Source } from '../../local/tools/sources'

const GOOD = '#!/bin/sh\necho good\n'
const TARGET = `${process.platform}-${process.arch}`

const tool: Tool = {
  title: 'Example',
  version: '1.2.3',
  program: 'example-tool',
  setting: 'EXAMPLE_PATH',
  distribution: 'example_bin',
  mayComeFromPath: true,
  sha256: { [TARGET]: createHash('sha256').update(GOOD).digest('hex') },
}

let folder: string
let asked: string[]

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'find-tool-'))
  asked = []
})
afterEach(() => rmSync(folder, { recursive: true }))

const offers = (name: string, content: string): Source => ({
  name,
  fetch(into) {
    asked.push(name)
    const file = path.join(into, 'example-tool')
    writeFileSync(file, content)
    return Promise.resolve(file)
  },
})

const fails = (name: string, reason: string): Source => ({
  name,
  fetch() {
    asked.push(name)
    return Promise.reject(new Error(reason))
  },
})

const find = (sources: Source[], env: NodeJS.ProcessEnv = {}) =>
  findTool(tool, { env, cacheFolder: path.join(folder, 'cache'), signal: new AbortController().signal, sources })

test('sources are asked in their order, and the first good one ends the search', async () => {
  const found = await find([fails('first', 'away'), offers('second', GOOD), offers('third', GOOD)])
  expect(readFileSync(found, 'utf8')).toBe(GOOD)
  expect(asked).toEqual(['first', 'second'])
})

test('what was fetched once is not fetched again', async () => {
  const first = await find([offers('source', GOOD)])
  expect(await find([offers('source', GOOD)])).toBe(first)
  expect(asked).toEqual(['source'])
})

test('an executable with another SHA-256 is refused, and nothing of it is kept', async () => {
  await expect(find([offers('evil', 'something else')])).rejects.toThrow(/its SHA-256 is \w{64}, expected \w{64}/)
  expect(readdirSync(path.join(folder, 'cache', 'example-tool-1.2.3'))).toEqual([])
})

test('a failed search names every source with its reason, and the setting that helps', async () => {
  const search = find([fails('official download', 'no route'), fails('pip download', 'no pip')])
  await expect(search).rejects.toThrow(/official download: no route; pip download: no pip.*EXAMPLE_PATH/)
})

test('the setting wins over everything, and is told when it names no file', async () => {
  const own = path.join(folder, 'own')
  writeFileSync(own, '')
  expect(await find([], { EXAMPLE_PATH: own })).toBe(own)
  await expect(find([], { EXAMPLE_PATH: '/nowhere' })).rejects.toThrow('EXAMPLE_PATH names /nowhere')
})

test.each([
  ['1.10.0', true],
  ['1.2.2', false],
])('version %s on PATH is taken: %s', async (version, taken) => {
  const program = path.join(folder, 'example-tool')
  writeFileSync(program, `#!/bin/sh\necho "example version ${version}"\n`, { mode: 0o755 })
  const found = await find([offers('source', GOOD)], { PATH: `${folder}:/bin` })
  expect(found === program).toBe(taken)
})
