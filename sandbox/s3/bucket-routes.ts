import { receiveDocument } from './body'
import { numberOf, sendEmpty, sendXml, type Handler } from './call'
import { S3Error } from './errors'
import { listKeys } from './listing'
import { uriEncode } from './target'
import { elementsOf, escapeXml, textOf, xmlFields } from './xml'

const MAX_LIST_KEYS = 1_000

export const listBuckets: Handler = (call) => {
  const buckets = call.store.names().map((name) => `<Bucket>${xmlFields({ Name: name })}</Bucket>`)
  sendXml(call, 'ListAllMyBucketsResult', `<Buckets>${buckets.join('')}</Buckets>`)
}

export const createBucket: Handler = async (call) => {
  await call.store.create(call.target.bucket)
  sendEmpty(call, 200, { location: `/${call.target.bucket}` })
}

export const headBucket: Handler = (call) => {
  call.store.get(call.target.bucket)
  sendEmpty(call, 200)
}

export const deleteBucket: Handler = async (call) => {
  await call.store.delete(call.target.bucket)
  sendEmpty(call, 204)
}

export const listObjects: Handler = (call) => {
  const { bucket: name, query } = call.target
  const bucket = call.store.get(name)
  const limit = query.has('max-keys')
    ? numberOf(call, 'max-keys', { min: 0, max: Number.MAX_SAFE_INTEGER })
    : MAX_LIST_KEYS
  const token = query.get('continuation-token')
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString()
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? '']
  const page = listKeys(bucket.keys(), { prefix, delimiter, limit: Math.min(limit, MAX_LIST_KEYS), after })

  const shown = query.get('encoding-type') === 'url' ? uriEncode : (text: string) => text
  const contents = page.keys.map((key) => {
    const { modifiedAtMs, etag, sizeBytes } = bucket.get(key)
    const lastModified = new Date(modifiedAtMs).toISOString()
    const fields = {
      Key: shown(key),
      LastModified: lastModified,
      ETag: `"${etag}"`,
      Size: sizeBytes,
      StorageClass: 'STANDARD',
    }
    return `<Contents>${xmlFields(fields)}</Contents>`
  })
  const groups = page.groups.map((group) => `<CommonPrefixes>${xmlFields({ Prefix: shown(group) })}</CommonPrefixes>`)
  const fields = {
    Name: name,
    Prefix: shown(prefix),
    KeyCount: contents.length + groups.length,
    MaxKeys: limit,
    IsTruncated: page.next !== null,
    ...(page.next === null ? {} : { NextContinuationToken: Buffer.from(page.next).toString('base64url') }),
  }
  sendXml(call, 'ListBucketResult', [xmlFields(fields), ...contents, ...groups].join(''))
}

export const deleteObjects: Handler = async (call) => {
  const { headers } = call.request
  // The only request whose body must be proven: what was altered on the way would delete something else.
  if (!Object.keys(headers).some((name) => name === 'content-md5' || name.startsWith('x-amz-checksum-')))
    throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5')
  const bucket = call.store.get(call.target.bucket)
  const document = await receiveDocument(call.request)
  const keys = elementsOf(document, 'Object').map((object) => textOf(object, 'Key'))
  if (keys.length === 0 || keys.length > MAX_LIST_KEYS) throw new S3Error('MalformedXML')
  for (const key of keys) await bucket.delete(key)
  const quiet = textOf(document, 'Quiet') === 'true'
  const deleted = quiet ? [] : keys.map((key) => `<Deleted><Key>${escapeXml(key)}</Key></Deleted>`)
  sendXml(call, 'DeleteResult', deleted.join(''))
}
