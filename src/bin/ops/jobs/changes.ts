import { z } from 'zod'
import { instant } from '../../../api/schemas/common'
import { resolution } from '../../../api/schemas/publish-job'
import { UsageError } from '../../exit'
import { command } from '../command'
import { systemClock } from '../deps'
import { wishOf } from '../wishes'
import { changeJobs, HOW, SELECTION, WORDS } from './change'
import { CANCEL, PUBLISH_NOW, resolveHand, retryHand } from './hands'

export const cancelJobs = command({
  name: 'jobs cancel',
  summary: 'Cancels jobs, as long as nothing of them can have been published',
  words: WORDS,
  options: SELECTION,
  changes: true,
  details: HOW,
  examples: ['--platform tiktok --phase scheduled --dry-run'],
  prepare: (input) => changeJobs(input, CANCEL),
})

export const publishJobsNow = command({
  name: 'jobs publish-now',
  summary: 'Begins scheduled jobs at once',
  words: WORDS,
  options: SELECTION,
  changes: true,
  details: HOW,
  examples: ['--phase scheduled --scheduled-before 2027-03-01T18:00:00Z --dry-run'],
  prepare: (input) => changeJobs(input, PUBLISH_NOW),
})

const publishBeforeWish = z.object({
  'publish-before': instant.refine((at) => at.getTime() > systemClock.nowMs(), 'Must lie in the future').optional(),
})

export const retryJobs = command({
  name: 'jobs retry',
  summary: 'Runs failed jobs once more; what was uploaded and is still valid is used again',
  words: WORDS,
  options: {
    ...SELECTION,
    'publish-before': { value: '<instant>', about: "The latest instant for the posts, in place of the jobs' own" },
  },
  changes: true,
  details: [
    HOW,
    'A platform that has just come back is not stormed: each call still passes the limits of its account and app, and',
    'YouTube jobs wait for their turn in the day. To be careful, try a few with --limit 10 first.',
  ].join('\n'),
  examples: ['--error platform-unavailable --limit 10 --dry-run'],
  prepare({ values: { 'publish-before': before, ...values }, ...input }) {
    const wish = wishOf(publishBeforeWish, { 'publish-before': before })
    return changeJobs({ ...input, values }, retryHand(wish['publish-before']))
  },
})

const VERDICT = {
  live: { about: 'The post is there' },
  'not-live': { about: 'It is not: the job fails, and may be retried' },
  'post-id': { value: '<id|none>', about: "The post's public id; none where the platform tells none" },
  url: { value: '<url>', about: 'Of the post' },
} as const

const RESOLUTION_OPTIONS = { platformPostId: 'post-id' }

export const resolveJobs = command({
  name: 'jobs resolve',
  summary: 'Settles unconfirmed jobs by what a person has found on the platform: the post is live, or it is not',
  words: WORDS,
  options: { ...VERDICT, ...SELECTION },
  changes: true,
  details: [
    'Look at the account first: npm run ops -- jobs show <job id> tells what to look for. Said wrongly, not-live and a',
    'retry make a second post. --live takes one job; TikTok tells no id of a post that is not public: --post-id none.',
    HOW,
  ].join('\n'),
  examples: ['--phase unconfirmed --not-live --dry-run'],
  prepare({ values: { live, 'not-live': notLive, 'post-id': postId, url, ...values }, ...input }) {
    const faults: string[] = []
    if (live === notLive) faults.push('Say what you found: --live or --not-live.')
    if (!live && (postId ?? url) !== undefined) faults.push('--post-id and --url go with --live.')
    if (live && input.words.length !== 1)
      faults.push('--live takes one job, by its id: every post has an id of its own.')
    if (live && postId === undefined) faults.push('--live needs --post-id: its id on the platform, or none.')
    const told = { live: live === true, ...(live && { platformPostId: postId === 'none' ? null : postId, url }) }
    if (faults.length > 0) throw new UsageError(faults.join('\n'))
    return changeJobs({ ...input, values }, resolveHand(wishOf(resolution, told, RESOLUTION_OPTIONS)))
  },
})
