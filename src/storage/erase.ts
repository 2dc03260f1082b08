import { DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { bounded, type CallOptions, type Place } from './place'
import { notDeleted } from './storage-error'

/** Deletes every object, a page of at most 1,000 with one call. */
export async function eraseObjects(place: Place): Promise<void> {
  for (;;) {
    const keys = await bounded(place, (options) => listKeys(place, options))
    if (keys.length === 0) return
    const { Errors: [refused] = [] } = await bounded(place, (options) =>
      place.client.send(deleteObjects(place.bucket, keys), options),
    )
    if (refused) throw notDeleted(refused.Code ?? 'unknown')
  }
}

/** Deletes the one object of that key; that there is none any more is no fault. */
export async function eraseObject(place: Omit<Place, 'prefix'>, key: string): Promise<void> {
  const command = new DeleteObjectCommand({ Bucket: place.bucket, Key: key })
  await bounded(place, (options) => place.client.send(command, options))
}

async function listKeys({ client, bucket, prefix }: Place, options: CallOptions): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }), options)
  return Contents.flatMap(({ Key }) => Key ?? [])
}

/**
 * The body's proof goes into Content-MD5, which every store takes; the SDK's own choice, a CRC32 header, and the header
 * that names the choice are unknown to some (aws-sdk-js-v3#6920, #6810).
 */
function deleteObjects(bucket: string, keys: string[]): DeleteObjectsCommand {
  const command = new DeleteObjectsCommand({
    Bucket: bucket,
    ChecksumAlgorithm: 'MD5',
    Delete: { Quiet: true, Objects: keys.map((Key) => ({ Key })) },
  })
  command.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> }
      delete headers['x-amz-sdk-checksum-algorithm']
      return next(args)
    },
    { step: 'build', priority: 'low' },
  )
  return command
}
