import { isGrpcServiceError, type ConnectionLike } from '@temporalio/client'
import type { Config } from '../config'
import { inTime } from '../observability/in-time'
import type { Logger } from '../observability/logger'
import { SEARCH_ATTRIBUTES } from '../workflows/contract'
import { StartError } from './start-error'

/** `IndexedValueType` of Temporal's API, by its number, and as its CLI spells it. */
const TYPES = ['Unspecified', 'Text', 'Keyword', 'Int', 'Double', 'Bool', 'Datetime', 'KeywordList']

/** gRPC's PERMISSION_DENIED and UNIMPLEMENTED: Temporal Cloud lets its own tools alone look. */
const NOT_FOR_US = [7, 12]

const PATIENCE_MS = 10_000

/**
 * Looks whether the namespace has the search attributes that runs set: with one missing, no publish could start.
 * @throws StartError naming each that is missing or of another type
 */
export async function checkSearchAttributes(
  connection: Pick<ConnectionLike, 'operatorService'>,
  { TEMPORAL_NAMESPACE: namespace }: Pick<Config, 'TEMPORAL_NAMESPACE'>,
  logger: Pick<Logger, 'debug'>,
): Promise<void> {
  const stored = await inTime(connection.operatorService.listSearchAttributes({ namespace }), PATIENCE_MS).catch(
    (error: unknown) => {
      if (!isNotForUs(error)) throw error
      logger.debug({ namespace }, 'the search attributes were not checked: the server lets its own tools alone look')
      return null
    },
  )
  if (!stored) return
  const typeOf: Record<string, number> = stored.customAttributes
  const faults = Object.values(SEARCH_ATTRIBUTES).flatMap(({ name, type }) => {
    const wanted = TYPES.find((each) => each.toUpperCase() === type.replace('_', '')) ?? type
    const found = typeOf[name]
    return found === TYPES.indexOf(wanted) ? [] : [faultOf(namespace, name, wanted, found)]
  })
  if (faults.length > 0)
    throw new StartError(
      `The namespace "${namespace}" of Temporal lacks search attributes as publishes set them:\n  ${faults.join('\n  ')}`,
    )
}

const isNotForUs = (error: unknown): boolean => isGrpcServiceError(error) && NOT_FOR_US.includes(error.code)

function faultOf(namespace: string, name: string, wanted: string, found: number | undefined): string {
  const command = (what: string) => `temporal operator search-attribute ${what} -n ${namespace} --name ${name}`
  const create = `${command('create')} --type ${wanted}`
  if (found === undefined) return `${name} is missing: ${create}`
  return `${name} is a ${TYPES[found]} and must be a ${wanted}: ${command('remove')} --yes, then ${create}`
}
