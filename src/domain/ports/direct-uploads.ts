/** A multipart upload of the store, by its own name. */
export interface UploadName {
  key: string
  uploadId: string
}

/** A part that has arrived. */
export interface UploadedPart {
  /** From 1. */
  number: number
  /** Without quotes. */
  etag: string
  sizeBytes: number
}

/**
 * Uploads whose bytes come from whoever was given an address for each part: they never pass through here. An address is
 * good for its one part of that one upload, and worthless once the upload is completed or abandoned. Every method throws
 * PublishError: `transient` when the store is out of reach.
 */
export interface DirectUploads {
  /** @returns the store's own name of the upload: of use only to who can sign requests */
  beginUpload(key: string, contentType: string): Promise<string>
  /** Where the part may be PUT, once or again, with exactly that many bytes. Made without asking the store. */
  partUrl(upload: UploadName, part: { number: number; sizeBytes: number }, lifetimeMs: number): Promise<string>
  /** By number; null where the upload was completed or abandoned. */
  uploadedParts(upload: UploadName): Promise<UploadedPart[] | null>
  /**
   * Makes the parts one object. `gone`: the upload was completed or abandoned before; `parts-differ`: a part is not there
   * any more as it is named.
   */
  completeUpload(upload: UploadName, parts: UploadedPart[]): Promise<'completed' | 'gone' | 'parts-differ'>
  /** Where the object may be fetched under that file name. Made without asking the store. */
  downloadUrl(key: string, fileName: string, lifetimeMs: number): Promise<string>
}
