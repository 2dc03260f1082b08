import fc from 'fast-check'
import { kindOf } from './pool'
import type { Pool } from './pool'

export type Schema = Record<string, unknown>

export interface Source {
  components: Record<string, Schema>
  pool: Pool
  /** Of the route, in the document's spelling. */
  path: string
}

/** Values that a schema takes; ids among them are ids of rows that exist in half of the cases. */
export function valuesOf(schema: Schema, source: Source, name = ''): fc.Arbitrary<unknown> {
  if (typeof schema.$ref === 'string') {
    return valuesOf(source.components[schema.$ref.split('/').at(-1) ?? ''] ?? {}, source, name)
  }
  const kind = kindOf(source.path, name)
  if (kind && schema.type === 'string') return source.pool.idOf(kind)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]))
  const choices = [schema.anyOf, schema.oneOf].flatMap((list) => (Array.isArray(list) ? (list as Schema[]) : []))
  if (choices.length > 0) return fc.oneof(...choices.map((choice) => valuesOf(choice, source, name)))

  const typed = ofType(schema, source, name)
  const examples = Array.isArray(schema.examples) ? (schema.examples as unknown[]) : []
  return examples.length > 0 && !schema.properties ? fc.oneof(fc.constantFrom(...examples), typed) : typed
}

function ofType(schema: Schema, source: Source, name: string): fc.Arbitrary<unknown> {
  const types = [schema.type].flat()
  if (types.length > 1) return fc.oneof(...types.map((type) => ofType({ ...schema, type }, source, name)))
  switch (types[0]) {
    case 'object':
      return objects(schema, source)
    case 'array':
      return fc.array(valuesOf(Object(schema.items) as Schema, source, name), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Math.min(Number(schema.maxItems ?? 3), Number(schema.minItems ?? 0) + 3),
      })
    case 'integer':
      return fc.integer({ min: Number(schema.minimum ?? 0), max: Math.min(Number(schema.maximum ?? 1e6), 2 ** 31 - 1) })
    case 'number':
      return fc.double({ min: Number(schema.minimum ?? 0.001), max: Number(schema.maximum ?? 1e6), noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return texts(schema)
  }
}

function objects({ properties, required, additionalProperties }: Schema, source: Source): fc.Arbitrary<unknown> {
  if (!properties)
    return additionalProperties === false ? fc.constant({}) : fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 })
  const members = Object.entries(properties as Record<string, Schema>).map(
    ([name, member]) => [name, valuesOf(member, source, name)] as const,
  )
  return fc.record(Object.fromEntries(members), { requiredKeys: (required as string[] | undefined) ?? [] })
}

function texts({ format, pattern, minLength = 0, maxLength = 200 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') return instants
  if (format === 'date') return instants.map((instant) => instant.slice(0, 10))
  if (format === 'email') return fc.emailAddress()
  if (format === 'uri') return fc.webUrl({ validSchemes: ['https'] })
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern))
  return fc.string({ minLength: Number(minLength), maxLength: Math.min(Number(maxLength), 200), unit: 'grapheme' })
}

const instants = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
