import js from '@eslint/js'
import boundaries from 'eslint-plugin-boundaries'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** The rooms of the house, and what each may lean on. `bin` puts the parts together and may use all of them. */
const ROOMS = {
  domain: [],
  workflows: ['domain'],
  activities: ['domain'],
  platforms: ['domain'],
  security: ['domain'],
  storage: ['domain'],
  media: ['domain'],
  database: ['domain', 'generated'],
  temporal: ['domain', 'workflows'],
  observability: ['domain', 'security'],
  api: ['domain', 'database', 'security', 'observability', 'temporal'],
}

/** The columns of ciphertexts, the models that hold them, and how a row of these is reached from others. */
const SEALED = '^(accessToken|refreshToken|codeVerifier|reference|secret|oldSecret)$'
const HOLDERS = '^(platformConnection|connectionAttempt|checkpoint|webhookEndpoint)$'
const CLIENT = '^(prisma|tx)$'
const RELATIONS = '^(platformConnections?|connections?|connectionAttempts|checkpoints|webhookEndpoints|endpoint)$'
const TELLING = '^(find\\w+|create|update|upsert|delete|\\w+AndReturn)$'

/** So that a ciphertext is where it is opened, and nowhere by accident. */
const SELECT_NO_SECRET = [
  {
    selector: `CallExpression[callee.property.name=/${TELLING}/][callee.object.property.name=/${HOLDERS}/] > ObjectExpression:not(:has(Property[key.name='select']))`,
    message: 'Select the columns that are needed: without it the ciphertexts come along.',
  },
  {
    selector: `Property[key.name=/${RELATIONS}/][value.value=true]`,
    message: 'Select the columns of the relation that are needed: without it the ciphertexts come along.',
  },
  {
    selector:
      'TemplateElement[value.raw=/SELECT [*] FROM "|"(accessToken|refreshToken|codeVerifier|reference|secret|oldSecret)"/i]',
    message: 'Ciphertexts are read by the stores that open them.',
  },
]
const ONLY_IN_STORES = [
  {
    selector: `Property[key.name=/${SEALED}/][value.value=true]`,
    message: 'Ciphertexts are read by the stores that open them.',
  },
  {
    selector: `VariableDeclarator[init.object.name=/${CLIENT}/][init.property.name=/${HOLDERS}/], VariableDeclarator[init.name=/${CLIENT}/] > ObjectPattern > Property[key.name=/${HOLDERS}/]`,
    message: 'Under another name, nobody sees what is selected.',
  },
]

const inside = (room) => ({ element: { type: room } })

export default defineConfig(
  globalIgnores(['dist', 'src/generated', 'node_modules', '.local', 'coverage']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-deprecated': 'error',
      // Factories return closures and proxies: nothing here depends on `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.js', '.json'] } },
      'boundaries/include': ['src/**', 'sandbox/**', 'local/**'],
      'boundaries/elements': [
        ...Object.keys(ROOMS).map((room) => ({ type: room, pattern: `src/${room}` })),
        { type: 'bin', pattern: 'src/bin' },
        { type: 'generated', pattern: 'src/generated' },
        { type: 'outside', pattern: '{sandbox,local,tests,bench}' },
      ],
      'boundaries/files': [{ category: 'config', pattern: 'src/config.ts' }],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            {
              from: inside('bin'),
              allow: { to: [{ element: { type: '!outside' } }, { file: { categories: 'config' } }] },
            },
            { from: { file: { categories: 'config' } }, allow: { to: [inside('security'), inside('domain')] } },
            ...Object.entries(ROOMS).map(([room, leansOn]) => ({
              from: inside(room),
              allow: { to: { element: { types: { anyOf: [room, ...leansOn] } } } },
            })),
            // Of activities, workflows see the types only.
            {
              from: inside('workflows'),
              allow: { to: inside('activities'), dependency: { kind: 'type' } },
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: '^[^.]', message: 'The domain imports nothing.' }] }],
    },
  },
  {
    files: ['src/workflows/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ regex: '^(?!\\.|@temporalio/(workflow|common)$)', message: 'Workflow code runs in a sandbox.' }],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'fetch', 'performance', 'WeakRef', 'FinalizationRegistry'],
    },
  },
  {
    files: ['src/{platforms,storage,media,database,security}/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@temporalio/*'], message: 'Adapters know no Temporal.' }] },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...SELECT_NO_SECRET, ...ONLY_IN_STORES] },
  },
  {
    // The stores that open them.
    files: ['src/database/{tokens,connection-attempts,checkpoints,webhooks/deliveries,webhooks/endpoints}.ts'],
    rules: { 'no-restricted-syntax': ['error', ...SELECT_NO_SECRET] },
  },
  {
    // Tests read JSON off the wire; what it is, their expectations say.
    files: ['tests/**/*.ts'],
    rules: Object.fromEntries(
      ['assignment', 'member-access', 'argument', 'return', 'call'].map((kind) => [
        `@typescript-eslint/no-unsafe-${kind}`,
        'off',
      ]),
    ),
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'Buffer',
          'fetch',
          'performance',
          'WebAssembly',
          'AbortSignal',
          'setTimeout',
          'crypto',
          'module',
          'require',
          '__dirname',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
)
