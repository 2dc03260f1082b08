/** What a platform answers. Kept apart from the socket, so that a fault can lose, delay or cripple it. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

export function json(
  status: number,
  value: unknown,
  stringify: (value: unknown) => string | undefined = JSON.stringify,
): Answer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: stringify(value) ?? '' }
}

export function empty(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: '' }
}

/** A refusal by the platform's rules, thrown from any depth of a handler. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(readonly answer: Answer) {
    super(`${answer.status} ${answer.body}`)
  }
}
