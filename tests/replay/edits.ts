import type { WorkflowEdit } from '../support/edited-workflows'

const importing = (file: string, from: string, names: string): WorkflowEdit => ({
  file,
  find: from,
  replace: `${from}\n${names}`,
})

const PROXIES = "import { rows } from './proxies'"
const BEFORE_COMMIT = "    board.show('committing')"

/** Changes that break runs which began before them, each with a shape of run that it breaks. */
export const UNSAFE: Record<string, { shape: string; edits: WorkflowEdit[] }> = {
  'two activities in another order': {
    shape: 'user-erased',
    edits: [
      {
        file: 'erase-user.ts',
        find: '    await eraseObjects({ userId })\n    await eraseRows({ userId })',
        replace: '    await eraseRows({ userId })\n    await eraseObjects({ userId })',
      },
    ],
  },
  'a status shown before an upload, not after it': {
    shape: 'instagram',
    edits: [
      {
        file: 'deliver.ts',
        find: `    await hands.interruptible(() => steps.upload(run))\n${BEFORE_COMMIT}`,
        replace: `${BEFORE_COMMIT}\n    await hands.interruptible(() => steps.upload(run))`,
      },
    ],
  },
  'one more activity': {
    shape: 'tiktok',
    edits: [
      importing('deliver.ts', PROXIES, "import { grantQuota } from './proxies'"),
      { file: 'deliver.ts', find: BEFORE_COMMIT, replace: `    await grantQuota()\n${BEFORE_COMMIT}` },
    ],
  },
  'a timer less': {
    shape: 'scheduled',
    edits: [
      {
        file: 'hands.ts',
        find: "condition(() => heard || news.isFresh, waitMs, { summary: 'looks at the row again; earlier where told to' })",
        replace: 'condition(() => heard || news.isFresh || waitMs > MIN_WAIT_MS)',
      },
    ],
  },
}

/** One more activity before each commit, as a release has to bring it: runs that are past it go on as they began. */
export const PATCHED: WorkflowEdit[] = [
  importing(
    'deliver.ts',
    PROXIES,
    "import { grantQuota } from './proxies'\nimport { patched } from '@temporalio/workflow'",
  ),
  {
    file: 'deliver.ts',
    find: BEFORE_COMMIT,
    replace: `    if (patched('2026-11-23-grant-before-commit')) await grantQuota()\n${BEFORE_COMMIT}`,
  },
]
