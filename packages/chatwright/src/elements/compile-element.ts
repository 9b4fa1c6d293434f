import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'rolldown'
import { fromBundler } from '../app/bundler-problem.ts'
import { packageFolder } from '../package-folder.ts'

/** The script of a custom element, what it was made of, and a name for its very content. */
export interface CompiledElement {
  script: string
  version: string
  inputs: string[]
}

const entry = '\0chatwright:element'
const door = 'chatwright/element'
const builtins = new Set(builtinModules)

/**
 * Turns a component into one classic script for its frame: TypeScript, JSX, style sheets, npm packages and React included.
 * It needs no `eval` and loads nothing. `elementDoor`: the module of `chatwright/element`. Throws an `AppProblem` that says
 * what is wrong and where.
 */
export async function compileElement(file: string, elementDoor: URL): Promise<CompiledElement> {
  const { rolldown } = await import('rolldown')
  const seen = new Set<string>([file])
  const warnings: unknown[] = []
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    // From its sources, as its own tests run it.
    ...(elementDoor.pathname.endsWith('.ts') ? { resolve: { conditionNames: ['source', 'browser', 'default'] } } : {}),
    transform: {
      target: 'es2023',
      jsx: 'react-jsx',
      define: { 'process.env.NODE_ENV': '"production"' },
    },
    plugins: [imports(file, elementDoor, (id) => seen.add(id)), styleSheets()],
    onLog: (_level, log) => {
      if (log.code === 'UNRESOLVED_IMPORT') warnings.push(log)
    },
  })
  try {
    const { output } = await build.generate({ format: 'iife', minify: true, codeSplitting: false })
    if (warnings.length > 0) throw warnings[0]
    const script = output[0].code
    return { script, version: createHash('sha256').update(script).digest('hex').slice(0, 16), inputs: [...seen] }
  } catch (error) {
    throw fromBundler(error, [...seen, dirname(file)])
  } finally {
    await build.close()
  }
}

function imports(file: string, elementDoor: URL, onInput: (id: string) => void): Plugin {
  return {
    name: 'chatwright:element-imports',
    async resolveId(id, importer, extra) {
      if (id === entry) return id
      if (id === door) return fileURLToPath(elementDoor)
      if (id.startsWith('file:')) return fileURLToPath(id)
      if (id === 'chatwright' || id.startsWith('chatwright/')) {
        throw new Error(`'${id}' stays on the server: a custom element imports '${door}', and types with import type.`)
      }
      if (id.startsWith('node:') || builtins.has(id)) {
        throw new Error(`'${id}' is Node's, and a custom element runs in a browser.`)
      }
      // One React for the element and for what draws it.
      if (/^react(?:-dom)?(?:\/|$)/.test(id)) return this.resolve(id, `${packageFolder()}/package.json`, extra)
      return importer === entry ? id : null
    },
    load(id) {
      if (id !== entry) {
        if (!id.includes('node_modules') && !id.startsWith('\0')) onInput(id)
        return null
      }
      return `import { mount } from '${door}'\nimport Element from ${JSON.stringify(file)}\nmount(Element)\n`
    },
  }
}

/** A style sheet is adopted by the frame: its policy takes none in any other way. */
function styleSheets(): Plugin {
  return {
    name: 'chatwright:element-styles',
    load(id) {
      if (!id.endsWith('.css')) return null
      const text = JSON.stringify(readFileSync(id, 'utf8'))
      const code = `const sheet = new CSSStyleSheet()
        sheet.replaceSync(${text})
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]`
      return { code, moduleType: 'js' }
    },
  }
}
