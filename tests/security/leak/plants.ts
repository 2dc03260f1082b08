import { randomBytes } from 'node:crypto'
import { Context } from '@temporalio/activity'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { NativeConnection, Worker } from '@temporalio/worker'
import { SEARCH_ATTRIBUTES } from '../../../src/workflows/contract'
import type { HaystackName } from './haystacks'
import type { Scene } from './scene'

/** A mistake that could be made, and where it must be found. */
export interface Plant {
  haystack: HaystackName
  leak(scene: Scene, secret: string): Promise<unknown>
}

/** A queue that no worker serves. */
const NOWHERE = 'nowhere'

const start = ({ client }: Scene, options: object) =>
  client.workflow.start('publishVideo', {
    taskQueue: NOWHERE,
    workflowId: `planted-${randomBytes(8).toString('hex')}`,
    args: [],
    ...options,
  })

export const PLANTS: Record<string, Plant> = {
  'in an argument of a workflow': {
    haystack: 'histories',
    leak: (scene, secret) => start(scene, { args: [{ accessToken: secret }] }),
  },
  'in a memo': { haystack: 'descriptions', leak: (scene, secret) => start(scene, { memo: { note: secret } }) },
  'in a summary': { haystack: 'descriptions', leak: (scene, secret) => start(scene, { staticSummary: secret }) },
  'in a search attribute': {
    haystack: 'descriptions',
    leak: (scene, secret) =>
      start(scene, { typedSearchAttributes: [{ key: SEARCH_ATTRIBUTES.userId, value: secret }] }),
  },
  'in the details of a heartbeat': {
    haystack: 'pending steps',
    leak: (scene, secret) =>
      runStep(scene, () => {
        Context.current().heartbeat({ uploadUrl: secret })
        throw new Error('once more')
      }),
  },
  'in the message of a step that is tried again': {
    haystack: 'pending steps',
    leak: (scene, secret) =>
      runStep(scene, () => {
        throw new Error(secret)
      }),
  },
  'in the cause of a step that has failed': {
    haystack: 'histories',
    leak: (scene, secret) =>
      runStep(scene, () => {
        throw new Error('no', { cause: new Error(`GET https://x.example/?access_token=${secret}`) })
      }),
  },
  'in what a step returns': {
    haystack: 'histories',
    leak: (scene, secret) => runStep(scene, () => Promise.resolve({ presigned: Buffer.from(secret).toString('hex') })),
  },
  'in a schedule': {
    haystack: 'schedules',
    leak: ({ client }, secret) =>
      client.schedule.create({
        scheduleId: `planted-${randomBytes(8).toString('hex')}`,
        spec: {},
        state: { paused: true },
        action: { type: 'startWorkflow', workflowType: 'publishVideo', taskQueue: NOWHERE, args: [secret] },
      }),
  },
  'in a line of the log, percent-encoded': {
    haystack: 'output',
    leak: ({ caller }, secret) => caller.call('GET', `/v1/nothing/${encodeURIComponent(secret)}`),
  },
  'in a column, in base64': {
    haystack: 'database',
    leak: ({ world }, secret) =>
      world.prisma.publishJob.updateMany({
        data: { options: { note: `x${Buffer.from(`x${secret}`).toString('base64')}` } },
      }),
  },
  'in the message of an exception of a span': {
    haystack: 'traces',
    leak: ({ collector }, secret) => {
      const exporter = new OTLPTraceExporter({ url: `${collector.url}/v1/traces` })
      const tracer = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] })
      const span = tracer.getTracer('planted').startSpan('a step')
      span.recordException(new Error(`no ${secret}`))
      span.end()
      return tracer.shutdown()
    },
  },
  'in an answer of the API': {
    haystack: 'answers',
    leak: async ({ world, caller, apiKey }, secret) => {
      await world.prisma.user.update({ where: { id: world.userId }, data: { name: secret } })
      await caller.call('GET', `/v1/users/${world.userId}`, { headers: { authorization: `Bearer ${apiKey}` } })
    },
  },
}

/** Runs a workflow whose one step is `step`, without the interceptor that keeps errors back, until it has ended. */
async function runStep({ client, world }: Scene, step: () => unknown): Promise<void> {
  const taskQueue = `planted-${randomBytes(8).toString('hex')}`
  const connection = await NativeConnection.connect({ address: world.config.TEMPORAL_ADDRESS })
  const worker = await Worker.create({
    connection,
    namespace: world.config.TEMPORAL_NAMESPACE,
    taskQueue,
    workflowBundle: { codePath: String(process.env.WORKFLOW_BUNDLE) },
    activities: { reconcile: step },
  })
  await worker.runUntil(
    client.workflow.execute('reconcilePublishJobs', { taskQueue, workflowId: taskQueue, args: [] }).catch(() => {}),
  )
  await connection.close()
}
