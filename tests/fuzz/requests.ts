import fc from 'fast-check'
import type { OpenApi, Operation } from '../support/answer-check'
import { encoded, FAULTS } from './faults'
import type { Draft } from './faults'
import type { Pool } from './pool'
import { valuesOf } from './values'
import type { Source } from './values'

interface Route {
  method: string
  path: string
  operation: Operation
}

export interface Generated extends Draft {
  fault: string | null
}

/** How often a request is sent as its schema wants it, and how often with something wrong. */
const GOOD_WEIGHT = 5
const FAULTY_WEIGHT = 4

/** Requests of every route of the document, each route as often as any other. */
export function requestsOf(document: OpenApi, pool: Pool, keys: string[]): fc.Arbitrary<Generated> {
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Route => ({ method, path, operation })),
  )
  return fc.constantFrom(...routes).chain((route) => {
    const good = draftsOf(route, { components: document.components.schemas, pool, path: route.path }, keys)
    const faulty = fc
      .tuple(good, fc.constantFrom(...Object.keys(FAULTS)))
      .chain(([draft, fault]) => (FAULTS[fault]?.(draft) ?? fc.constant(draft)).map((broken) => ({ ...broken, fault })))
    return fc.oneof(
      { weight: GOOD_WEIGHT, arbitrary: good.map((draft) => ({ ...draft, fault: null })) },
      { weight: FAULTY_WEIGHT, arbitrary: faulty },
    )
  })
}

function draftsOf({ method, path, operation }: Route, source: Source, keys: string[]): fc.Arbitrary<Draft> {
  const placed = (place: string) => {
    const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === place)
    return fc.record(Object.fromEntries(parameters.map(({ name, schema }) => [name, valuesOf(schema, source, name)])), {
      requiredKeys: parameters.filter(({ required }) => required).map(({ name }) => name),
    })
  }
  const [media] = Object.entries(operation.requestBody?.content ?? {})
  const bodies = media ? bodiesOf(media, source) : fc.constant(null)
  return fc
    .record({
      path: placed('path'),
      query: placed('query'),
      header: placed('header'),
      body: bodies,
      key: fc.constantFrom(...keys),
    })
    .map(({ path: params, query, header, body, key }) => ({
      operationId: operation.operationId,
      method: method.toUpperCase(),
      path: path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encoded(String(params[name]))),
      query: Object.entries(query).map(([name, value]) => [name, String(value)]),
      headers: {
        authorization: `Bearer ${key}`,
        ...(media && { 'content-type': media[0] }),
        ...Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)])),
      },
      body,
    }))
}

/** The route's own example often, so that what lies behind its schema is reached. */
function bodiesOf(
  [mediaType, { schema, example }]: [string, { schema: Record<string, unknown>; example?: unknown }],
  source: Source,
) {
  const values = valuesOf(schema, source)
  if (mediaType !== 'application/json' || schema.type === 'string')
    return fc.constantFrom('{}', 'a=b', 'signed_request=x.y')
  const filled = fc.tuple(fc.constant(example), values).map(([known, value]) => withIdsOf(known, value))
  return fc.oneof(values, filled).map((value) => JSON.stringify(value))
}

/** The example, with the ids of a generated value. */
const withIdsOf = (example: unknown, value: unknown): unknown =>
  example instanceof Object && value instanceof Object
    ? {
        ...example,
        ...Object.fromEntries(Object.entries(value).filter(([name]) => /Id$/.test(name) && name in example)),
      }
    : example
