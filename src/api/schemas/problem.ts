import { z } from 'zod'

/** Shown in the document; `toProblemDetails` makes them. */
export const problem = z
  .looseObject({
    type: z.string().meta({ examples: ['/problems/validation-failed'] }),
    title: z.string(),
    status: z.number().int(),
    code: z.string().meta({ description: 'Stable: decide by it' }),
    detail: z.string().optional(),
    remedy: z.string().meta({ description: 'What the reader can do about it' }),
    requestId: z.string(),
    errors: z
      .array(
        z
          .object({
            pointer: z.string().optional().meta({ description: 'RFC 6901, into the body' }),
            parameter: z.string().optional().meta({ description: 'Name of a path, query or header parameter' }),
            code: z.string(),
            message: z.string(),
          })
          .meta({ id: 'FieldError' }),
      )
      .optional()
      .meta({ description: 'Every violation at once' }),
  })
  .meta({
    id: 'Problem',
    description: 'Problem details (RFC 9457)',
    examples: [
      {
        type: '/problems/validation-failed',
        title: 'The request breaks rules',
        status: 422,
        code: 'validation-failed',
        remedy: 'Correct everything that "errors" names; nothing was written.',
        requestId: '3f0c2a4e-5a57-4a53-9b2b-0d9ad6f3d1c4',
        errors: [{ pointer: '/videoId', code: 'video-not-found', message: 'There is no such video' }],
      },
    ],
  })
