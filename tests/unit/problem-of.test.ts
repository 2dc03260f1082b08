import { ActivityFailure, ApplicationFailure, RetryState, TimeoutFailure, TimeoutType } from '@temporalio/common'
import type { Problem } from '../../src/domain/errors'
import { problemOf } from '../../src/workflows/problem-of'

const REFUSED: Problem = {
  code: 'caption-refused',
  category: 'policy',
  message: 'The platform refuses the caption.',
  remedy: 'Change the caption.',
}

const failedStep = (cause: Error) =>
  new ActivityFailure('the step failed', 'upload', '1', RetryState.TIMEOUT, 'worker', cause)

const told = () => ApplicationFailure.nonRetryable('refused', 'caption-refused', REFUSED)

test('the problem that a step told is found inside its failure', () => {
  expect(problemOf(failedStep(told()))).toEqual(REFUSED)
  expect(problemOf(told())).toEqual(REFUSED)
})

test('a step that ran out of time tells the problem of its last attempt', () => {
  const timedOut = new TimeoutFailure('out of time', undefined, TimeoutType.SCHEDULE_TO_CLOSE)
  Object.assign(timedOut, { cause: told() })
  expect(problemOf(failedStep(timedOut))).toEqual(REFUSED)
})

test('a step that ran out of time and told nothing may be tried again', () => {
  const timedOut = new TimeoutFailure('out of time', undefined, TimeoutType.HEARTBEAT)
  expect(problemOf(failedStep(timedOut))).toMatchObject({ code: 'step-timed-out', category: 'transient' })
})

test.each([
  ['an error of our own', failedStep(ApplicationFailure.create({ message: 'x is undefined', type: 'TypeError' }))],
  ['details of another shape', failedStep(ApplicationFailure.nonRetryable('odd', 'odd', 'a text'))],
  ['details that are null', failedStep(ApplicationFailure.nonRetryable('odd', 'odd', null))],
  ['no error at all', 'a text'],
])('%s is a fault of Publisher, whose message stays inside', (_name, error) => {
  const problem = problemOf(error)
  expect(problem).toMatchObject({ code: 'internal-error', category: 'internal' })
  expect(JSON.stringify(problem)).not.toContain('undefined')
})
