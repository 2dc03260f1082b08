import type { Writable } from 'node:stream'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { Caller } from '../database/api-keys'
import type { Scope } from '../security/api-keys'
import type { Tag } from './document/tags'
import { parseRequest } from './parse-request'
import type { FieldError, ProblemCode } from './problems'

/** What arrived, before any schema has seen it. */
export interface RawRequest {
  params: unknown
  query: unknown
  headers: unknown
  body: unknown
  /** Empty, except on routes with `rawBody`. */
  bytes: Buffer
  caller: Caller
  log: Logger
}

export interface Reply<Body> {
  status: number
  /** JSON; absent where the answer has none. */
  body?: Body
  /** A page for people, in place of a body. */
  html?: string
  /** Writes the body bit by bit, in place of a body, and ends it. */
  stream?: (sink: Writable) => void
  headers?: Record<string, string>
  /** The jobs that it is about: for the request's line in the log. */
  jobIds?: string[]
}

/** Who calls a route that is open to everybody. */
export const ANYBODY: Caller = {
  keyId: '',
  principal: 'anybody',
  scopes: [],
  reach: { principal: 'anybody', userId: '' },
}

/** A request whose parts have passed their schemas. */
export interface Call<Params, Query, Headers, Body> {
  params: Params
  query: Query
  headers: Headers
  body: Body
  /** Empty, except on routes with `salvages`: then the handler must refuse, with these and whatever else it finds. */
  violations: FieldError[]
  /** Empty, except on routes with `rawBody`. */
  bytes: Buffer
  /** `ANYBODY` on routes without a scope. */
  caller: Caller
  log: Logger
}

/** How a route is described; the OpenAPI document is made from it. */
export interface RouteDescription {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** In OpenAPI's spelling: `/v1/users/{id}`. */
  path: string
  operationId: string
  summary: string
  tag: Tag
  /** Absent on a route for browsers and platforms, who have no key of ours: its own proof is in the request. */
  scope?: Scope
  params?: z.ZodObject
  query?: z.ZodObject
  /** Names in lower case. */
  headers?: z.ZodObject
  body?: z.ZodType
  /** In place of `body`: taken as bytes, since a signature is over them. */
  rawBody?: { mediaType: string; description: string }
  /** Absent where no answer has a JSON body. */
  answer?: z.ZodType
  /** In place of `answer`, for success statuses that answer otherwise. */
  answers?: Readonly<Record<number, z.ZodType>>
  /** The success status whose answer is no JSON: a page, or a stream. */
  rawAnswer?: {
    status: number
    mediaType: string
    description: string
    /** Of a stream of events: the data of each kind. */
    events?: readonly z.ZodType[]
  }
  /** Success statuses and what each means. */
  statuses: Record<number, string>
  /** Problems beside those that every route can answer. */
  problems: readonly ProblemCode[]
  /** A body that breaks its schema still reaches the handler, without its faults, so that every violation is told at once. */
  salvages?: boolean
}

export interface Route extends RouteDescription {
  run(request: RawRequest): Promise<Reply<unknown>>
}

type Out<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

type In<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined

/** Of whatever status. */
type Answer<Description extends RouteDescription> =
  In<Description['answer']> | (Description['answers'] extends Record<number, infer Schema> ? In<Schema> : never)

/** Ties a description to its handler: the schemas that validate also type the handler and make the document. */
export function route<const Description extends RouteDescription>(
  description: Description,
  handle: (
    call: Call<
      Out<Description['params']>,
      Out<Description['query']>,
      Out<Description['headers']>,
      Out<Description['body']>
    >,
  ) => Promise<Reply<Answer<Description>>>,
): Route {
  return {
    ...description,
    run: (request) =>
      handle({
        ...parseRequest(description, request),
        bytes: request.bytes,
        caller: request.caller,
        log: request.log,
      } as Parameters<typeof handle>[0]),
  }
}
