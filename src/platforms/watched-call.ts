import { PublishError } from '../domain/errors'
import type { CallEnd, CallOutcome, CallWatch, WatchedCall } from '../domain/ports/call-watch'
import { type HttpResult, send } from './http'

export type Send = typeof send

/** What came of the one request of a call. */
interface Heard {
  result: HttpResult
  durationMs: number
}

/**
 * Makes one call and lets the watch know how it ended.
 * @param work sends its request by the `send` that it is given
 * @param refusal the error that an answer of `work` stands for, where it is returned and not thrown
 */
export async function watchedCall<T>(
  watch: CallWatch,
  call: WatchedCall,
  work: (send: Send) => Promise<T>,
  refusal: (answer: T) => PublishError | undefined = () => undefined,
): Promise<T> {
  const end = watch.begin(call)
  let heard: Heard | undefined
  const listening: Send = async (request) => {
    const began = performance.now()
    const result = await send(request)
    heard = { result, durationMs: performance.now() - began }
    return result
  }
  try {
    const answer = await work(listening)
    const refused = refusal(answer)
    end(endOf(refused ? outcomeOf(refused, heard) : 'ok', heard, refused))
    return answer
  } catch (error) {
    end(endOf(outcomeOf(error, heard), heard, error))
    throw error
  }
}

function endOf(outcome: CallOutcome, heard: Heard | undefined, error: unknown): CallEnd {
  return {
    outcome,
    httpStatus: heard?.result.answered ? heard.result.status : null,
    platformCode: error instanceof PublishError ? error.problem.platformCode : undefined,
    durationMs: heard?.durationMs ?? null,
  }
}

function outcomeOf(error: unknown, heard: Heard | undefined): CallOutcome {
  if (!(error instanceof PublishError)) return 'stopped'
  if (error.neverSent) return heard ? 'never-sent' : 'held-back'
  return heard ? error.problem.category : 'stopped'
}
