import path from 'node:path'
import express from 'express'
import type { Router } from 'express'
import { PROBLEMS } from './problems'

const SWAGGER_UI = path.dirname(require.resolve('swagger-ui-dist/package.json'))

const INITIALIZER = `window.ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis],
})
`

/** Serves the document, a page that renders it (from this process, nothing from elsewhere), and what each problem type means. */
export function serveDocs(router: Router, document: object): void {
  router.get('/openapi.json', (_request, response) => {
    response.json(document)
  })

  router.get('/docs/swagger-initializer.js', (_request, response) => {
    response.type('js').send(INITIALIZER)
  })
  router.use('/docs', express.static(SWAGGER_UI, { index: 'index.html' }))

  router.get('/problems/:code', ({ params: { code } }, response, next) => {
    const problem = Object.entries(PROBLEMS).find(([known]) => known === code)?.[1]
    if (!problem) return next()
    response.json({ code, ...problem })
  })
}
