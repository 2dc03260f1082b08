import { z } from 'zod'
import { VERDICTS } from '../../domain/dry-run'
import { ACTORS } from '../../domain/who-can-act'
import { id, instantOut, platform } from './common'

const warning = z.object({ code: z.string(), message: z.string(), remedy: z.string() })

const problem = warning.extend({
  category: z
    .string()
    .meta({ description: 'What kind of problem it is, as in the errors of jobs', examples: ['quota'] }),
  actor: z.enum(ACTORS).meta({
    description:
      'Who can act on it: `caller` by another request, `user` at the platform or by connecting the account again, `operator` in the settings of this service; `nobody`: it passes by itself',
  }),
  pointer: z
    .string()
    .nullable()
    .meta({ description: 'RFC 6901, into the request, where a change of it is the remedy' }),
  until: instantOut.nullable().meta({ description: 'When it ends, where that is known' }),
  platformCode: z.string().nullable().meta({ description: "The platform's own code" }),
})

const dryRunTarget = z
  .object({
    platform,
    connectionId: id.nullable().meta({ description: 'null: there is no account to publish to' }),
    verdict: z.enum(VERDICTS).meta({
      description:
        '`would-publish-now`, `would-publish-at`: nothing is in the way. `would-wait`: it would be accepted and begin later. `would-be-refused`: it would not be accepted, or fail. `not-known`: something could not be asked, and nothing else refuses it',
    }),
    at: instantOut.nullable().meta({ description: 'When it would begin, as things stand; null: never, or not known' }),
    day: z.iso.date().nullable().meta({ description: 'Of YouTube: the Pacific day whose upload it would take' }),
    problems: z.array(problem).meta({ description: 'What the verdict comes from' }),
    warnings: z.array(warning).meta({ description: 'What else is to be known, such as a limit that is over in time' }),
    validUntil: instantOut.nullable().meta({
      description:
        'The soonest instant at which the answer can become another one by itself; null: only by what somebody does',
    }),
  })
  .meta({ id: 'DryRunTarget' })

export const dryRunAnswer = z
  .object({ dryRun: z.literal(true), checkedAt: instantOut, targets: z.array(dryRunTarget) })
  .meta({
    id: 'DryRun',
    description: 'What a publish request would come to. Nothing was made',
    examples: [
      {
        dryRun: true,
        checkedAt: '2027-03-01T17:00:00.000Z',
        targets: [
          {
            platform: 'TIKTOK',
            connectionId: 'cmh2x8v1d0001',
            verdict: 'would-be-refused',
            at: null,
            day: null,
            problems: [
              {
                code: 'privacy-level-unavailable',
                message: 'The creator does not have the chosen privacy level.',
                remedy: "Let the user choose one of the account's present levels, then publish anew.",
                category: 'policy',
                actor: 'caller',
                pointer: null,
                until: null,
                platformCode: 'privacy_level_option_mismatch',
              },
            ],
            warnings: [],
            validUntil: '2027-03-01T17:05:00.000Z',
          },
          {
            platform: 'YOUTUBE',
            connectionId: 'cmh2x8v1d0003',
            verdict: 'would-publish-now',
            at: '2027-03-01T17:00:00.000Z',
            day: '2027-03-01',
            problems: [],
            warnings: [],
            validUntil: '2027-03-01T17:05:00.000Z',
          },
        ],
      },
    ],
  })

export type DryRun = z.output<typeof dryRunAnswer>

export type DryRunTarget = z.output<typeof dryRunTarget>
