import { lockFaults } from '../../local/check-lock'

test('a lockfile without the binaries of some platform is refused', () => {
  const faults = lockFaults({
    packages: {
      '': {},
      'node_modules/tool': { optionalDependencies: { 'tool-linux': '1.0.0', 'tool-darwin': '1.0.0' } },
      'node_modules/tool-linux': {},
    },
  })
  expect(faults).toEqual(['node_modules/tool needs tool-darwin, which is missing'])
})

test('a dependency may lie beside its package, inside it, or above', () => {
  const needs = { optionalDependencies: { helper: '1.0.0' } }
  const faults = lockFaults({
    packages: {
      '': {},
      'node_modules/a': needs,
      'node_modules/a/node_modules/helper': {},
      'node_modules/b/node_modules/c': needs,
      'node_modules/b/node_modules/helper': {},
    },
  })
  expect(faults).toEqual([])
})

test('a lockfile that names the registry of its author is refused', () => {
  const packages = { 'node_modules/a': { resolved: 'https://registry.example/a-1.0.0.tgz' } }
  expect(lockFaults({ packages })).toEqual(['node_modules/a names the registry it came from'])
})
