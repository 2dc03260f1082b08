import { receiveDocument, receiveFile } from './body'
import type { Bucket } from './bucket'
import { numberOf, objectHeaders, sendEmpty, sendXml, type Call, type Handler } from './call'
import { checkWrite } from './conditions'
import { S3Error } from './errors'
import { isAfter, MAX_PARTS, type Upload } from './multipart'
import { elementsOf, textOf, xmlFields } from './xml'

const MAX_LIST_UPLOADS = 1_000

export const createMultipartUpload: Handler = async (call) => {
  const { bucket, key } = call.target
  const upload = await call.store.get(bucket).uploads.create(key, objectHeaders(call))
  sendXml(call, 'InitiateMultipartUploadResult', xmlFields({ Bucket: bucket, Key: key, UploadId: upload.id }))
}

export const uploadPart: Handler = async (call) => {
  const { bucket, upload } = await uploadOf(call)
  const number = numberOf(call, 'partNumber', { min: 1, max: MAX_PARTS })
  const part = await bucket.uploads.putPart(upload, number, (path) => receiveFile(call.request, path))
  sendEmpty(call, 200, { etag: `"${part.md5}"` })
}

export const listParts: Handler = async (call) => {
  const { bucket, upload } = await uploadOf(call)
  const parts = (await bucket.uploads.parts(upload)).map(
    ({ number, md5, sizeBytes, storedAtMs }) =>
      `<Part>${xmlFields({ PartNumber: number, LastModified: isoOf(storedAtMs), ETag: `"${md5}"`, Size: sizeBytes })}</Part>`,
  )
  const fields = {
    Bucket: call.target.bucket,
    Key: upload.key,
    UploadId: upload.id,
    MaxParts: MAX_PARTS,
    IsTruncated: false,
  }
  sendXml(call, 'ListPartsResult', xmlFields(fields) + parts.join(''))
}

export const listMultipartUploads: Handler = async (call) => {
  const { bucket, query } = call.target
  const text = (name: string) => query.get(name) ?? ''
  const range = { min: 1, max: MAX_LIST_UPLOADS }
  const limit = query.has('max-uploads') ? numberOf(call, 'max-uploads', range) : MAX_LIST_UPLOADS
  const left = (await call.store.get(bucket).uploads.list(text('prefix'))).filter((upload) =>
    isAfter(upload, text('key-marker'), text('upload-id-marker')),
  )
  const page = left.slice(0, limit)
  const last = left.length > limit ? page.at(-1) : undefined
  const uploads = page.map(
    ({ key, id, initiatedAtMs }) =>
      `<Upload>${xmlFields({ Key: key, UploadId: id, Initiated: isoOf(initiatedAtMs) })}</Upload>`,
  )
  const fields = {
    Bucket: bucket,
    Prefix: text('prefix'),
    MaxUploads: limit,
    IsTruncated: last !== undefined,
    ...(last ? { NextKeyMarker: last.key, NextUploadIdMarker: last.id } : {}),
  }
  sendXml(call, 'ListMultipartUploadsResult', xmlFields(fields) + uploads.join(''))
}

export const completeMultipartUpload: Handler = async (call) => {
  const { bucket, upload } = await uploadOf(call)
  const list = elementsOf(await receiveDocument(call.request), 'Part').map((part) => ({
    number: Number(textOf(part, 'PartNumber')),
    etag: textOf(part, 'ETag').replace(/"/g, ''),
  }))
  if (list.length === 0) throw new S3Error('MalformedXML')
  const record = await bucket.uploads.end(upload, () =>
    bucket.put(
      upload.key,
      upload,
      (current) => checkWrite(call.request.headers, current),
      (path) => bucket.uploads.assemble(upload, list, path),
    ),
  )
  const fields = { Bucket: call.target.bucket, Key: upload.key, ETag: `"${record.etag}"` }
  sendXml(call, 'CompleteMultipartUploadResult', xmlFields(fields))
}

export const abortMultipartUpload: Handler = async (call) => {
  const { bucket, upload } = await uploadOf(call)
  await bucket.uploads.end(upload, () => Promise.resolve())
  sendEmpty(call, 204)
}

async function uploadOf({ store, target }: Call): Promise<{ bucket: Bucket; upload: Upload }> {
  const bucket = store.get(target.bucket)
  return { bucket, upload: await bucket.uploads.get(target.query.get('uploadId') ?? '', target.key) }
}

/** What an older start has left on disk has no instant. */
const isoOf = (atMs = 0): string => new Date(atMs).toISOString()
