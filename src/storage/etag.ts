/** The ETag of an answer without its quotes; empty where there is none. */
export const etagOf = ({ ETag = '' }: { ETag?: string | undefined }): string => ETag.replaceAll('"', '')
