import type { Violation } from '../../domain/errors'
import type { NamedImage } from '../../domain/ports/platform'
import type { ObjectStore } from '../../domain/ports/storage'
import { isOwnKey, ownPrefix } from '../../domain/object-keys'

/** Who names an object: `anyKey` lifts the limit to the user's own prefix. */
export interface Naming {
  userId: string
  anyKey: boolean
}

/** The images that options name: each must be the user's own, be there, and fit. */
export async function checkImages(
  objects: Pick<ObjectStore, 'head'>,
  images: NamedImage[],
  { userId, anyKey }: Naming,
): Promise<Violation[]> {
  const checked = images.map(async ({ pointer, key, maxSizeBytes }): Promise<Violation[]> => {
    // A key that the caller may not name is not looked up: its existence is nobody's business.
    if (!anyKey && !isOwnKey(userId, key))
      return [{ pointer, code: 'key-outside-prefix', message: `Must lie under ${ownPrefix(userId)}` }]
    const object = await objects.head(key)
    if (!object) return [{ pointer, code: 'object-not-found', message: 'There is no such object in the bucket' }]
    if (object.sizeBytes <= maxSizeBytes) return []
    return [{ pointer, code: 'image-too-large', message: `Has ${object.sizeBytes} bytes, more than ${maxSizeBytes}` }]
  })
  return (await Promise.all(checked)).flat()
}
