import type { Headers } from '@temporalio/common'
import { AsyncLocalStorage, type WorkflowInterceptors } from '@temporalio/workflow'

/** Where `@temporalio/interceptors-opentelemetry` puts the trace on the client's side and looks for it on that of activities. */
const TRACE_HEADER = '_tracer-data'

/**
 * Hands the trace of whoever started the run, or of whoever asked by a message, on to all that is done for it. A run has no
 * span of its own: it may wait for weeks. Nothing is awaited here, so a run takes the same steps with and without it.
 */
export function interceptors(): WorkflowInterceptors {
  const asking = new AsyncLocalStorage<Headers>()
  let started: Headers = {}

  const traceIn = (headers: Headers): Headers => {
    const trace = headers[TRACE_HEADER]
    return trace ? { [TRACE_HEADER]: trace } : {}
  }
  const handedOn = <Input extends { headers: Headers }>(input: Input): Input => ({
    ...input,
    headers: { ...(asking.getStore() ?? started), ...input.headers },
  })
  const asked = <Result>(headers: Headers, work: () => Result): Result => {
    const trace = traceIn(headers)
    return TRACE_HEADER in trace ? asking.run(trace, work) : work()
  }

  return {
    inbound: [
      {
        execute(input, next) {
          started = traceIn(input.headers)
          return next(input)
        },
        handleSignal: (input, next) => asked(input.headers, () => next(input)),
        handleUpdate: (input, next) => asked(input.headers, () => next(input)),
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(handedOn(input)),
        scheduleLocalActivity: (input, next) => next(handedOn(input)),
        startChildWorkflowExecution: (input, next) => next(handedOn(input)),
        signalWorkflow: (input, next) => next(handedOn(input)),
        continueAsNew: (input, next) => next(handedOn(input)),
      },
    ],
  }
}
