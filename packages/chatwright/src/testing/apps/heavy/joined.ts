export const joined = (words: string[]): string => words.join(' ')
