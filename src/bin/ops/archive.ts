import { prunePart, restorePart } from '../../domain/archive-part'
import type { ArchivedPart } from '../../domain/ports/archive'
import {
  checked,
  contentOf,
  findParts,
  findSome,
  nameOf,
  plainly,
  signal,
  stateOf,
  totalOf,
  verifyAll,
  viewOf,
  WHICH,
  withMonth,
} from './archive-parts'
import { command } from './command'
import type { Ops } from './deps'
import { counted, figure } from './figures'

export const listArchive = command({
  name: 'archive list',
  summary: 'What is archived of whose posts, by month, and where it lies',
  options: WHICH,
  changes: false,
  examples: ['', '--month 2027-03 --json'],
  prepare({ values }) {
    const which = checked(values)
    return async (ops) => {
      const parts = await findParts(ops, which)
      const lines = parts.flatMap((part) => [
        `${nameOf(part)}: ${contentOf(part)}, ${figure(part.sizeBytes)} bytes, ${stateOf(part)}`,
        `  ${part.objectKey}`,
      ])
      return { lines: parts.length === 0 ? ['Nothing is archived.'] : lines, json: parts.map(viewOf) }
    }
  },
})

export const verifyArchive = command({
  name: 'archive verify',
  summary: 'Reads it all, and says whether it is what was archived',
  options: WHICH,
  changes: false,
  examples: ['', '--month 2027-03'],
  prepare({ values }) {
    const which = checked(values)
    return async (ops) => {
      const parts = await findParts(ops, which)
      await verifyAll(ops, parts)
      const are = parts.length === 1 ? '1 part is as it was' : `${figure(parts.length)} parts are as they were`
      return { lines: [`${are} archived: ${contentOf(totalOf(parts))}.`], json: parts.map(viewOf) }
    }
  },
})

export const restoreArchive = command({
  name: 'archive restore',
  summary: "Brings a month's posts back into the database, where they stay",
  options: WHICH,
  changes: true,
  details: 'Every part is verified before anything is changed. Posts that are here stay as they are.',
  examples: ['--month 2027-03 --dry-run'],
  prepare({ values }) {
    const which = withMonth(values)
    return async (ops) => {
      const parts = await findSome(ops, which)
      await verifyAll(ops, parts)
      // The latest first: where a post came into a later part as well, it is newer there.
      parts.reverse()
      const planned = await restoreAll(ops, parts, true)
      const stay = `They stay until you prune them: npm run ops -- archive prune --month ${which.month}`
      return {
        lines: planned.map((part) => tell(part, 'would come back')),
        json: planned,
        question: 'Bring them back?',
        async apply() {
          const restored = await restoreAll(ops, parts, false)
          return { lines: [...restored.map((part) => tell(part, 'are back')), stay], json: restored }
        },
      }
    }
  },
})

async function restoreAll(ops: Ops, parts: ArchivedPart[], dryRun: boolean) {
  const done: { name: string; posts: number; postCount: number }[] = []
  for (const part of parts) {
    const posts = await restorePart(ops.archiveRows, ops.archiveParts(), part, { dryRun, signal }).catch(plainly)
    done.push({ name: nameOf(part), posts, postCount: part.postCount })
  }
  return done
}

const tell = ({ name, posts, postCount }: { name: string; posts: number; postCount: number }, done: string) =>
  `${name}: ${figure(posts)} of ${figure(postCount)} posts ${done}, the others are here.`

export const pruneArchive = command({
  name: 'archive prune',
  summary: "Leaves a month's posts in the archive only, also such that were brought back",
  options: WHICH,
  changes: true,
  details: 'A part is read and verified before anything of it is removed.',
  examples: ['--month 2027-03 --dry-run'],
  prepare({ values }) {
    const which = withMonth(values)
    return async (ops) => {
      const parts = await findSome(ops, which)
      return {
        lines: parts.map(
          (part) => `Removes from the database what is archived as ${nameOf(part)}: ${contentOf(part)}.`,
        ),
        json: parts.map(viewOf),
        question: `Leave ${counted(parts.length, 'part')} in the archive only?`,
        async apply() {
          const pruned: { name: string; posts: number }[] = []
          for (const part of parts) {
            const posts = await prunePart(ops.archiveRows, ops.archiveParts(), part, signal).catch(plainly)
            pruned.push({ name: nameOf(part), posts })
          }
          return {
            lines: pruned.map(({ name, posts }) => `${name}: ${figure(posts)} posts are in the archive only now.`),
            json: pruned,
          }
        },
      }
    }
  },
})
