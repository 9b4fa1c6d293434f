import type { LanguageFn } from 'highlight.js'

interface Language {
  /** How it is called on the page. */
  name: string
  /** Other names it has in an info string. */
  aliases: readonly string[]
  /** Languages that are met inside it. */
  inside?: readonly string[]
  load: () => Promise<{ default: LanguageFn }>
}

/** What code is coloured in. Each is loaded when a block of it is shown. The key is the grammar's own name. */
const languages: Record<string, Language> = {
  bash: {
    name: 'Shell',
    aliases: ['sh', 'shell', 'zsh', 'console'],
    load: () => import('highlight.js/lib/languages/bash'),
  },
  c: { name: 'C', aliases: ['h'], load: () => import('highlight.js/lib/languages/c') },
  cpp: { name: 'C++', aliases: ['c++', 'cc', 'hpp'], load: () => import('highlight.js/lib/languages/cpp') },
  csharp: { name: 'C#', aliases: ['cs', 'c#'], load: () => import('highlight.js/lib/languages/csharp') },
  css: { name: 'CSS', aliases: [], load: () => import('highlight.js/lib/languages/css') },
  diff: { name: 'Diff', aliases: ['patch'], load: () => import('highlight.js/lib/languages/diff') },
  dockerfile: { name: 'Dockerfile', aliases: ['docker'], load: () => import('highlight.js/lib/languages/dockerfile') },
  go: { name: 'Go', aliases: ['golang'], load: () => import('highlight.js/lib/languages/go') },
  graphql: { name: 'GraphQL', aliases: ['gql'], load: () => import('highlight.js/lib/languages/graphql') },
  ini: { name: 'TOML', aliases: ['toml', 'ini'], load: () => import('highlight.js/lib/languages/ini') },
  java: { name: 'Java', aliases: [], load: () => import('highlight.js/lib/languages/java') },
  javascript: {
    name: 'JavaScript',
    aliases: ['js', 'jsx', 'mjs', 'cjs', 'node'],
    load: () => import('highlight.js/lib/languages/javascript'),
  },
  json: { name: 'JSON', aliases: ['jsonc', 'json5'], load: () => import('highlight.js/lib/languages/json') },
  kotlin: { name: 'Kotlin', aliases: ['kt'], load: () => import('highlight.js/lib/languages/kotlin') },
  lua: { name: 'Lua', aliases: [], load: () => import('highlight.js/lib/languages/lua') },
  markdown: { name: 'Markdown', aliases: ['md', 'mdx'], load: () => import('highlight.js/lib/languages/markdown') },
  php: { name: 'PHP', aliases: [], load: () => import('highlight.js/lib/languages/php') },
  powershell: { name: 'PowerShell', aliases: ['ps1'], load: () => import('highlight.js/lib/languages/powershell') },
  python: { name: 'Python', aliases: ['py', 'python3'], load: () => import('highlight.js/lib/languages/python') },
  r: { name: 'R', aliases: [], load: () => import('highlight.js/lib/languages/r') },
  ruby: { name: 'Ruby', aliases: ['rb'], load: () => import('highlight.js/lib/languages/ruby') },
  rust: { name: 'Rust', aliases: ['rs'], load: () => import('highlight.js/lib/languages/rust') },
  scss: { name: 'SCSS', aliases: ['sass'], load: () => import('highlight.js/lib/languages/scss') },
  sql: { name: 'SQL', aliases: ['postgres', 'mysql', 'sqlite'], load: () => import('highlight.js/lib/languages/sql') },
  swift: { name: 'Swift', aliases: [], load: () => import('highlight.js/lib/languages/swift') },
  typescript: {
    name: 'TypeScript',
    aliases: ['ts', 'tsx', 'mts', 'cts'],
    load: () => import('highlight.js/lib/languages/typescript'),
  },
  xml: {
    name: 'HTML',
    aliases: ['html', 'svg', 'xhtml', 'vue', 'svelte'],
    inside: ['css', 'javascript'],
    load: () => import('highlight.js/lib/languages/xml'),
  },
  yaml: { name: 'YAML', aliases: ['yml'], load: () => import('highlight.js/lib/languages/yaml') },
}

/** A language of the table by any of its names, with the key it has there; null when it has none. */
export function findLanguage(name: string): (Language & { key: string }) | null {
  const wanted = name.toLowerCase()
  for (const [key, language] of Object.entries(languages)) {
    if (key === wanted || language.aliases.includes(wanted)) return { ...language, key }
  }
  return null
}

/** What stands in the header of a block, given its info string: `ts`, `ts title="app.ts"`. Empty when it says nothing. */
export function languageName(info: string): string {
  const word = languageWord(info)
  const language = findLanguage(word)
  if (!language) return word
  return language.key === 'xml' && /^(?:xml|svg)$/i.test(word) ? word.toUpperCase() : language.name
}

/** The language in an info string: its first word. */
export function languageWord(info: string): string {
  return /^[^\s{,:]*/.exec(info.trim())?.[0] ?? ''
}
