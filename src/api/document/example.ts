import type { JsonSchema } from '../../domain/ports/platform'

/** Where a schema has no example of its own. */
const OF_FORMAT: Record<string, string> = {
  'date-time': '2027-03-01T17:00:00.000Z',
  date: '2027-03-01',
  email: 'mom@example.com',
  uri: 'https://example.com/',
}

/**
 * An example of a schema: its own first one, or one put together from those of its members, where nothing is told that may be null.
 * @returns undefined where neither is told
 */
export function exampleOf(schema: JsonSchema, components: Record<string, JsonSchema>): unknown {
  if (typeof schema.$ref === 'string') {
    return exampleOf(components[schema.$ref.split('/').at(-1) ?? ''] ?? {}, components)
  }
  const [own] = listOf(schema.examples)
  const told = [own, schema.const, schema.default, listOf(schema.enum)[0]].find((value) => value !== undefined)
  if (told !== undefined) return told

  const choices = [...listOf(schema.anyOf), ...listOf(schema.oneOf)] as JsonSchema[]
  if (listOf(schema.type).includes('null') || choices.some(({ type }) => type === 'null')) return null
  const [choice] = choices
  return choice ? exampleOf(choice, components) : exampleOfType(schema, components)
}

function exampleOfType(schema: JsonSchema, components: Record<string, JsonSchema>): unknown {
  switch (schema.type) {
    case 'object':
      return exampleOfMembers(schema, components)
    case 'array':
      return [exampleOf(Object(schema.items) as JsonSchema, components)].filter((item) => item !== undefined)
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'string':
      return OF_FORMAT[String(schema.format)]
    case 'boolean':
      return true
    default:
      return undefined
  }
}

/** Of those that are always there. */
const exampleOfMembers = ({ properties, required }: JsonSchema, components: Record<string, JsonSchema>) =>
  Object.fromEntries(
    Object.entries(Object(properties) as Record<string, JsonSchema>)
      .filter(([name]) => listOf(required).includes(name))
      .map(([name, member]) => [name, exampleOf(member, components)]),
  )

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
