import { ApplicationFailure } from '@temporalio/workflow'

// Operators type these by hand into the Web UI. What a validator refuses leaves no trace in the history.

const refuse = (message: string, type = 'input-refused'): ApplicationFailure =>
  ApplicationFailure.nonRetryable(message, type)

/** Refuses any input but none, or an empty object. */
export function takesNothing(...inputs: unknown[]): void {
  const isEmpty = (input: unknown) =>
    input === undefined || input === null || (isObject(input) && Object.keys(input).length === 0)
  if (!inputs.every(isEmpty)) throw refuse('This update takes no input: leave it empty.')
}

/** Refuses anything but one object with none but these fields. `form`: what is asked for, for the refusal. */
function onlyObject(inputs: unknown[], fields: readonly string[], form: string): Record<string, unknown> {
  const [input] = inputs
  if (inputs.length !== 1 || !isObject(input))
    throw refuse(
      `This update takes one JSON object, not ${inputs.length === 1 ? kindOf(input) : inputs.length}: ${form}.`,
    )
  const unknown = Object.keys(input).filter((field) => !fields.includes(field))
  if (unknown.length > 0) throw refuse(`This update does not know ${unknown.map(quoted).join(', ')}: it takes ${form}.`)
  return input
}

const INSTANT = '{"scheduledFor": "2026-12-24T18:00:00+01:00"}, an instant with its offset from UTC'

export function takesInstant(...inputs: unknown[]): void {
  const { scheduledFor } = onlyObject(inputs, ['scheduledFor'], INSTANT)
  if (scheduledFor === undefined) return
  const isInstant =
    typeof scheduledFor === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(scheduledFor) &&
    !Number.isNaN(Date.parse(scheduledFor))
  if (!isInstant) throw refuse(`scheduledFor is no instant: this update takes ${INSTANT}.`, 'instant-needs-offset')
}

const RESOLUTION =
  '{"live": true, "platformPostId": "<id as text, or null where the platform tells none>"}, with "url" if there is one, or {"live": false}'

export function takesResolution(...inputs: unknown[]): void {
  const { live, platformPostId, url } = onlyObject(inputs, ['live', 'platformPostId', 'url'], RESOLUTION)
  const isText = (value: unknown) => typeof value === 'string' && value.trim() !== ''
  const tellsPost = platformPostId !== undefined || url !== undefined
  const wellFormed =
    live === true
      ? (platformPostId === null || isText(platformPostId)) && (url === undefined || isHttps(url))
      : (live === false || live === undefined) && !tellsPost
  if (!wellFormed) throw refuse(`A resolution is ${RESOLUTION}.`, 'resolution-malformed')
}

const REVISION = '{"staleRevision": 3}, the revision of the tokens that are too old'

export function takesRevision(...inputs: unknown[]): void {
  const { staleRevision } = onlyObject(inputs, ['staleRevision'], REVISION)
  if (!Number.isSafeInteger(staleRevision))
    throw refuse(`staleRevision is no whole number: this update takes ${REVISION}.`)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`

// Of somebody else's text no more than tells which field is meant.
const quoted = (field: string): string => `"${field.slice(0, 40)}"`

const isHttps = (value: unknown): boolean => typeof value === 'string' && /^https:\/\/[^\s/]+/.test(value)
