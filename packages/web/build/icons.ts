import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const name = 'virtual:icons'

/**
 * The icons an app may name, in one file for each first letter, so that a page loads the few letters it needs:
 * `virtual:icons` has for each letter what loads it, and that gives the shapes by name.
 */
export function icons(): Plugin {
  const folder = join(dirname(createRequire(import.meta.url).resolve('lucide-react/package.json')), 'dist/esm/icons')
  const files = readdirSync(folder).filter((file) => file.endsWith('.mjs') && file !== 'index.mjs')
  const letters = [...new Set(files.map((file) => file[0]))]
  return {
    name: 'chatwright:icons',
    resolveId: (id) => (id.startsWith(name) ? `\0${id}` : null),
    load: (id) => {
      if (!id.startsWith(`\0${name}`)) return null
      const letter = id.slice(name.length + 2)
      if (letter === '') {
        const loads = letters.map((one) => `${JSON.stringify(one)}: () => import('${name}/${one}')`)
        return `export default { ${loads.join(', ')} }`
      }
      const own = files.filter((file) => file.startsWith(letter))
      return `export default { ${own.flatMap((file) => shapeIn(folder, file)).join(',\n')} }`
    },
  }
}

/** `"globe": [["circle", { … }], …]`, as the icon's own file says it; nothing for another name of the same icon. */
function shapeIn(folder: string, file: string): string | [] {
  const shape = /\bnode: (\[[\s\S]*?\])\n\};/.exec(readFileSync(join(folder, file), 'utf8'))?.[1]
  return shape ? `${JSON.stringify(file.replace('.mjs', ''))}: ${shape}` : []
}
