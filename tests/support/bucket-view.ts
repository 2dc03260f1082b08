import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import type { Config } from '../../src/config'

/** The bucket as its provider's console would show it. */
export interface BucketView {
  /** Begins an upload that nobody goes on with. */
  beginUpload(key: string): Promise<unknown>
  /** Keys of the objects and of the uploads in progress below a prefix. */
  below(prefix: string): Promise<{ objects: string[]; uploads: string[] }>
  close(): void
}

export function openBucketView(config: Config): BucketView {
  const client = new S3Client({
    endpoint: config.R2_ENDPOINT,
    region: config.R2_REGION,
    credentials: { accessKeyId: config.R2_ACCESS_KEY_ID, secretAccessKey: config.R2_SECRET_ACCESS_KEY },
    forcePathStyle: true,
  })
  const Bucket = config.R2_BUCKET
  return {
    beginUpload: (Key) => client.send(new CreateMultipartUploadCommand({ Bucket, Key })),
    async below(Prefix) {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }))
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix }))
      const keys = (rows: { Key?: string | undefined }[]) => rows.flatMap(({ Key }) => Key ?? [])
      return { objects: keys(Contents), uploads: keys(Uploads) }
    },
    close: () => client.destroy(),
  }
}
