import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { COMMANDS } from '../../src/bin/ops/commands'
import { parseCommand } from '../../src/bin/ops/parse'

const ROOT = path.join(__dirname, '..', '..')
const HANDBOOK = path.join('docs', 'handbook')

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

const markdownIn = (folder: string) =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name))

const OPERATING = ['README.md', ...markdownIn(HANDBOOK)]
const LINKED = [...OPERATING, ...markdownIn(path.join('docs', 'decisions')), 'client/README.md', 'sandbox/README.md']

/** What stands for a value in the pages, and one that the command takes. */
const SAMPLES: Record<string, string> = {
  '<job id>': 'publish-1',
  '<connection id>': 'connection-1',
  '<endpoint id>': 'endpoint-1',
  '<key id>': 'key-1',
  '<id of the post>': '7512',
  '<instant>': '2099-12-24T18:00:00Z',
  '<YYYY-MM-DD>': '2099-12-24',
}

/** Every command as it is typed, from code blocks and from running text. */
function typedIn(file: string, call: RegExp): string[] {
  const fenced = [...read(file).matchAll(/^ *```(?:sh|bash)\n([^]*?)^ *```/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  )
  const inline = [...read(file).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
  return [...fenced, ...inline].flatMap((line) => {
    const typed = call.exec(line)?.[1]
    return typed === undefined ? [] : [typed.replace(/\s+#.*$/, '').trim()]
  })
}

/** As a shell splits it, placeholders replaced. */
function wordsOf(typed: string): string[] {
  const filled = Object.entries(SAMPLES).reduce((line, [name, sample]) => line.replaceAll(name, sample), typed)
  return [...filled.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
}

function understand(words: string[]): void {
  const command = COMMANDS.find(({ name }) => words.join(' ').startsWith(`${name} `) || words.join(' ') === name)
  if (!command) throw new Error(`no command "${words.join(' ')}"`)
  command.prepare(parseCommand(command, words.slice(command.name.split(' ').length)).input)
}

const opsLines = OPERATING.flatMap((file) =>
  typedIn(file, /npm run ops -- (.*)$/)
    .filter((typed) => !/^(help\b|<command>|…)|--help/.test(typed))
    .map((typed) => [file, typed] as const),
)

test.each(opsLines)('%s: npm run ops -- %s is understood', (_file, typed) => {
  expect(() => {
    understand(wordsOf(typed))
  }).not.toThrow()
})

test('a command that is mistyped in a page would be found', () => {
  expect(() => {
    understand(wordsOf('jobs list --phase unconfirmd'))
  }).toThrow('--phase')
  expect(() => {
    understand(wordsOf('jobs lits'))
  }).toThrow('no command')
})

test('every npm script that is named exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const named = LINKED.flatMap((file) => typedIn(file, /npm run ([a-z][\w:-]*)/).map((name) => `${file}: ${name}`))
  expect(named.filter((entry) => !((entry.split(': ')[1] ?? '') in scripts))).toEqual([])
})

test('every metric that is named exists', () => {
  const code = readdirSync(path.join(ROOT, 'src/observability')).map((name) => read(`src/observability/${name}`))
  const written = new Set(code.flatMap((text) => text.match(/publisher_[a-z_]+/g) ?? []))
  const stems = [...written].filter((name) => name.endsWith('_'))
  const exists = (name: string) => written.has(name) || stems.some((stem) => name.startsWith(stem))
  const named = OPERATING.flatMap((file) => read(file).match(/\bpublisher_[a-z_]*[a-z]\b(?![*…_])/g) ?? [])
  expect([...new Set(named)].filter((name) => !exists(name))).toEqual([])
})

/** As GitHub makes them: without the marks, a dash for each blank. */
const anchorsOf = (file: string) =>
  [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

test.each(LINKED)('%s: every link leads to a file and a heading that exist', (file) => {
  const targets = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  const broken = targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false
    const [name = '', anchor] = target.split('#')
    const linked = name === '' ? file : path.join(path.dirname(file), name)
    return !existsSync(path.join(ROOT, linked)) || (anchor !== undefined && !anchorsOf(linked).includes(anchor))
  })
  expect(broken).toEqual([])
})

test('every alert names a page that exists, and the index names every alert and every page', () => {
  const alerts = read('deploy/prometheus/alerts.yml')
  const runbooks = [...alerts.matchAll(/runbook: (\S+)/g)].map(([, page = '']) => page)
  const names = [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name)
  const index = read(path.join(HANDBOOK, 'README.md'))
  const pages = markdownIn(HANDBOOK).map((file) => path.basename(file))
  expect(runbooks).toHaveLength(names.length)
  expect(runbooks.filter((page) => !existsSync(path.join(ROOT, page)))).toEqual([])
  expect(names.filter((name) => !index.includes(`\`${name}\``))).toEqual([])
  expect(pages.filter((page) => page !== 'README.md' && !index.includes(`](${page}`))).toEqual([])
})
