import { z } from 'zod'
import { id, instantOut } from './common'

const finding = z
  .object({
    code: z.string().meta({ description: 'Stable', examples: ['wait-overdue'] }),
    message: z.string().meta({ examples: ['The job should have gone on half an hour ago'] }),
    remedy: z.string().meta({ examples: ['Look at its run in the Temporal Web UI.'] }),
    jobId: z.string().optional(),
  })
  .meta({ id: 'Finding', description: 'Something that a person should look at' })

const round = z
  .object({
    startedAt: instantOut,
    endedAt: instantOut,
    counts: z
      .record(z.string(), z.int())
      .meta({ description: 'What it has done, by name', examples: [{ started: 3 }] }),
    findings: z.array(finding).meta({ description: 'The first hundred at most; `counts` tell how many there are' }),
  })
  .meta({ id: 'Round', description: 'One round of a schedule, as it has told about itself' })

const schedule = z
  .object({
    paused: z.boolean(),
    note: z.string().nullable().meta({ description: 'Of whoever paused it, else what it is for' }),
    nextRunAt: instantOut.nullable().meta({ description: 'Where it is paused: when it would be' }),
    lastRunUrl: z.string().nullable().meta({ description: 'Where the Temporal Web UI shows its last run' }),
  })
  .meta({ id: 'ScheduleState' })

export const maintenance = z
  .object({
    items: z.array(
      z.object({
        id: id.meta({
          examples: ['reconcile-publish-jobs'],
          description: 'Of the schedule in Temporal; `settle-restore` was begun by a restored database instead',
        }),
        about: z.string().meta({ examples: ['Starts accepted jobs that have no run'] }),
        lastRound: round.nullable().meta({ description: 'null: none has ended yet' }),
        schedule: schedule.nullable().meta({ description: 'null: Temporal cannot be asked, or does not have it' }),
      }),
    ),
  })
  .meta({ id: 'Maintenance' })

export type MaintenanceView = z.output<typeof maintenance>
