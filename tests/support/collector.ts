import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parse } from 'protobufjs'

/** Of OpenTelemetry's protocol, what a test looks at. */
const { root } = parse(`
  syntax = "proto3";
  message Request { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
    repeated KeyValue attributes = 9; Status status = 15;
  }
  message Status { string message = 2; int32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { string string_value = 1; int64 int_value = 3; }
`)
const Request = root.lookupType('Request')

export interface CollectedSpan {
  traceId: string
  spanId: string
  /** Empty in a root. */
  parentId: string
  name: string
  service: string
  isError: boolean
  attributes: Record<string, string>
}

/** Takes traces by OTLP over HTTP, as a collector does. */
export interface Collector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  url: string
  spans(): CollectedSpan[]
  /** Every byte that came, as text. */
  text(): string
  close(): Promise<void>
}

interface Wire {
  resourceSpans: { resource: { attributes: Pair[] }; scopeSpans: { spans: WireSpan[] }[] }[]
}
interface WireSpan extends Record<'traceId' | 'spanId' | 'parentSpanId', string> {
  name: string
  status?: { code?: number }
  attributes: Pair[]
}
interface Pair {
  key: string
  value?: { stringValue?: string; intValue?: string }
}

export async function startCollector(port = 0): Promise<Collector> {
  const bodies: Buffer[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      bodies.push(Buffer.concat(parts))
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
    })
  })
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => bodies.flatMap(spansIn),
    text: () => bodies.map((body) => body.toString('utf8')).join('\n'),
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

function spansIn(body: Buffer): CollectedSpan[] {
  const options = { bytes: String, longs: String, arrays: true }
  const { resourceSpans } = Request.toObject(Request.decode(body), options) as Wire
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = valuesOf(resource.attributes)['service.name'] ?? ''
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => toSpan(span, service)))
  })
}

const toSpan = ({ traceId, spanId, parentSpanId, name, status, attributes }: WireSpan, service: string) => ({
  traceId: hexOf(traceId),
  spanId: hexOf(spanId),
  parentId: hexOf(parentSpanId ?? ''),
  name,
  service,
  isError: status?.code === 2,
  attributes: valuesOf(attributes),
})

const hexOf = (base64: string): string => Buffer.from(base64, 'base64').toString('hex')

const valuesOf = (pairs: Pair[]): Record<string, string> =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, value?.stringValue ?? value?.intValue ?? '']))
