/** One broken rule of a request. */
export interface FieldError {
  /** RFC 6901, into the body. */
  pointer?: string
  /** Name of a path, query or header parameter. */
  parameter?: string
  code: string
  message: string
}

/** What the API refused, and what can be done about it. Decide by `code`. */
export class PublisherError extends Error {
  override readonly name = 'PublisherError'
  readonly status: number
  readonly code: string
  readonly remedy: string
  readonly requestId: string
  readonly errors: FieldError[]
  /** All that the problem told (RFC 9457). */
  readonly problem: Record<string, unknown>

  constructor(status: number, problem: Record<string, unknown>) {
    super(textOf(problem.detail) || textOf(problem.title) || `The API answered ${status}`)
    this.status = status
    this.code = textOf(problem.code) || 'not-a-problem'
    this.remedy = textOf(problem.remedy)
    this.requestId = textOf(problem.requestId)
    this.errors = Array.isArray(problem.errors) ? (problem.errors as FieldError[]) : []
    this.problem = problem
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Of an answer that is no success, whoever gave it: a proxy on the way tells no problem. */
export async function toError(response: Response): Promise<PublisherError> {
  const problem: unknown = await response.json().catch(() => null)
  return new PublisherError(response.status, typeof problem === 'object' ? { ...problem } : {})
}
