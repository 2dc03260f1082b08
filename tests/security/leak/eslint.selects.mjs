import tseslint from 'typescript-eslint'
import config from '../../../eslint.config.mjs'

const RULE = 'no-restricted-syntax'

/** Of the project's rules those on syntax alone: they need no types, which take most of a minute to read. */
export default [
  { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
  ...config.filter(({ rules }) => rules?.[RULE]).map(({ files, rules }) => ({ files, rules: { [RULE]: rules[RULE] } })),
]
