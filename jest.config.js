/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  transform: {
    '^.+\\.[jt]s$': ['@swc/jest', require('./local/swc.json')],
  },
  transformIgnorePatterns: ['/node_modules/'],
  // One for each namespace of Temporal's that the run has.
  maxWorkers: (process.env.TEST_NAMESPACES ?? '').split(',').length,
  testSequencer: '<rootDir>/local/test-sequencer.js',
  setupFiles: ['<rootDir>/tests/support/namespace.ts'],
  // Only of what hangs: a busy machine is no failure.
  testTimeout: 600_000,
}
