export const figure = (value: number): string => value.toLocaleString('en')

/** `1 job`, `1,000 jobs`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${figure(count)} ${count === 1 ? one : many}`
