import { Agent, type Dispatcher } from 'undici'

/** Not the global one: where Node has made it, it is of Node's own undici and takes no handler of this one. */
const connections = new Agent()

/**
 * A dispatcher for one request that says when undici begins to write it. It does so right before the first byte, once there
 * is a connection, with TLS where it takes one: a request that ends without it has provably never left. No code of an error
 * tells as much: a reset or an unreachable host can end a handshake as well as a request that has arrived.
 */
export const tellingStart = (onStart: () => void): Dispatcher =>
  connections.compose(
    (dispatch) => (options, handler) =>
      dispatch(options, {
        onRequestStart(controller, context) {
          onStart()
          handler.onRequestStart?.(controller, context)
        },
        onResponseStart: (...told) => handler.onResponseStart?.(...told),
        onResponseData: (...told) => handler.onResponseData?.(...told),
        onResponseEnd: (...told) => handler.onResponseEnd?.(...told),
        onResponseError: (...told) => handler.onResponseError?.(...told),
      }),
  )
