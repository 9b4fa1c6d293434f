import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { icons } from './build/icons.ts'
import { defaultClientConditions, defineConfig, type Plugin } from 'vite'

/**
 * The page, into `dist/app`. Addresses in it are relative to `<base href="%BASE%/">`, which the server fills, so that it
 * can live under any path.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  resolve: { conditions: ['source', ...defaultClientConditions] },
  plugins: [react(), icons(), onlyWoff2(), compressed()],
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    target: ['chrome123', 'safari18', 'firefox128'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})

/** KaTeX names each font in three formats; every browser we are for takes the first. */
function onlyWoff2(): Plugin {
  return {
    name: 'chatwright:only-woff2',
    enforce: 'pre',
    transform: (code, id) =>
      id.includes('katex') && id.endsWith('.css')
        ? code.replace(/,url\([^)]+\.(?:woff|ttf)\) format\("[a-z]+"\)/g, '')
        : null,
  }
}

/** Writes `.br` and `.gz` beside what compresses, so that the server need not. */
function compressed(): Plugin {
  let folder = ''
  return {
    name: 'chatwright:compressed',
    apply: 'build',
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir)
    },
    closeBundle: () => {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(?:m?js|css|svg)$/.test(name)) continue
        const content = readFileSync(join(folder, name))
        writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }))
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11 }
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content, { params }))
      }
    },
  }
}
