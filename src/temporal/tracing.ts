import { type Attributes, propagation, trace } from '@opentelemetry/api'
import type { Context, Info } from '@temporalio/activity'
import type { WorkflowClientInterceptor } from '@temporalio/client'
import {
  OpenTelemetryActivityInboundInterceptor,
  OpenTelemetryActivityOutboundInterceptor,
  OpenTelemetryWorkflowClientInterceptor,
} from '@temporalio/interceptors-opentelemetry'
import type {
  ActivityExecuteInput,
  ActivityInboundCallsInterceptor,
  ActivityInterceptors,
  Next,
} from '@temporalio/worker'
import { PLATFORMS } from '../domain/platform'
import { remoteQueue } from '../workflows/contract'

/** Tells runs who has started or asked them; nothing where traces are off, so that no history grows by an empty header. */
export const clientTracing = (): WorkflowClientInterceptor[] =>
  propagation.fields().length === 0 ? [] : [new OpenTelemetryWorkflowClientInterceptor()]

const PLATFORM_OF = new Map(
  PLATFORMS.flatMap((platform) => [
    [remoteQueue('upload', platform), platform],
    [remoteQueue('call', platform), platform],
  ]),
)

/** Its workflow id is the job's id. */
const PUBLISH = 'publishVideo'

/**
 * A span for each attempt at a step, beneath what has started or asked its run, and its trace in the step's log lines. It
 * must stand outside of what turns errors into Temporal's: a span tells of an error what a history tells, and no more.
 */
export const activityTracing = (context: Context): ActivityInterceptors => ({
  inbound: new StepSpans(context),
  outbound: new OpenTelemetryActivityOutboundInterceptor(context),
})

class StepSpans extends OpenTelemetryActivityInboundInterceptor {
  override execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>) {
    return super.execute(input, (given) => {
      trace.getActiveSpan()?.setAttributes(attributesOf(this.ctx.info))
      return next(given)
    })
  }
}

/** By what people look for a step. */
function attributesOf({ activityType, attempt, taskQueue, workflowExecution, workflowType }: Info): Attributes {
  const platform = PLATFORM_OF.get(taskQueue)
  return {
    'publisher.step': activityType,
    'publisher.attempt': attempt,
    ...(platform && { 'publisher.platform': platform }),
    ...(workflowType === PUBLISH && { 'publisher.job_id': workflowExecution?.workflowId }),
  }
}
