import * as buckets from './bucket-routes'
import type { Handler } from './call'
import { S3Error } from './errors'
import * as multipart from './multipart-routes'
import * as objects from './object-routes'
import type { Target } from './target'

const ROUTES: Record<string, Handler> = {
  'GET service': buckets.listBuckets,
  'PUT bucket': buckets.createBucket,
  'HEAD bucket': buckets.headBucket,
  'DELETE bucket': buckets.deleteBucket,
  'GET bucket?list-type': buckets.listObjects,
  'GET bucket?uploads': multipart.listMultipartUploads,
  'POST bucket?delete': buckets.deleteObjects,
  'GET object': objects.getObject,
  'HEAD object': objects.headObject,
  'PUT object': objects.putObject,
  'DELETE object': objects.deleteObject,
  'POST object?uploads': multipart.createMultipartUpload,
  'PUT object?uploadId': multipart.uploadPart,
  'GET object?uploadId': multipart.listParts,
  'POST object?uploadId': multipart.completeMultipartUpload,
  'DELETE object?uploadId': multipart.abortMultipartUpload,
}

/** S3 tells its operations apart by the method, the depth of the path and one of these in the query. */
const SUBRESOURCES = ['list-type', 'delete', 'uploads', 'uploadId']

/** @throws S3Error `MethodNotAllowed`, `NotImplemented` */
export function routeOf(method: string, target: Target, isCopy: boolean): Handler {
  const resource = target.key ? 'object' : target.bucket ? 'bucket' : 'service'
  const subresource = SUBRESOURCES.find((name) => target.query.has(name))
  if (isCopy) return copyRoute(method, subresource)
  const handler = ROUTES[`${method} ${resource}${subresource ? `?${subresource}` : ''}`]
  if (handler) return handler
  throw new S3Error(resource === 'bucket' && method === 'GET' ? 'NotImplemented' : 'MethodNotAllowed')
}

function copyRoute(method: string, subresource: string | undefined): Handler {
  if (method === 'PUT' && subresource === undefined) return objects.copyObject
  throw new S3Error('NotImplemented', 'Only whole objects can be copied.')
}
