import { parser } from '@prometheus-io/lezer-promql'

type SyntaxNode = ReturnType<typeof parser.parse>['topNode']

/** One selection of series: `name{label="…"}`. */
export interface Selection {
  name: string
  labels: string[]
}

/** What an expression of PromQL asks for. */
export interface Expression {
  selections: Selection[]
  /** Of every `by (…)`. */
  grouping: string[]
  /** Where it cannot be read. */
  errors: string[]
}

export function readExpression(text: string): Expression {
  const said = (node: SyntaxNode) => text.slice(node.from, node.to)
  const nodes = below(parser.parse(text).topNode)
  const labelsIn = (node: SyntaxNode) =>
    below(node)
      .filter(({ name }) => name === 'LabelName')
      .map(said)
  return {
    selections: nodes
      .filter(({ name }) => name === 'VectorSelector')
      .map((node) => {
        const identifier = below(node).find(({ name }) => name === 'Identifier')
        return { name: identifier ? said(identifier) : '', labels: labelsIn(node) }
      }),
    grouping: nodes.filter(({ name }) => name === 'GroupingLabels').flatMap(labelsIn),
    errors: nodes.filter(({ type }) => type.isError).map(({ from }) => `${text} at ${from}`),
  }
}

function below(node: SyntaxNode): SyntaxNode[] {
  const found = [node]
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(...below(child))
  return found
}
