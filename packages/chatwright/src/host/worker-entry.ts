/** What a worker runs: warm once this module is loaded, serving an app once it is told to. */
import { parentPort, workerData } from 'node:worker_threads'
import { installAmbientStop } from '@chatwright/runtime'
import { runWorker } from './run-worker.ts'
import type { AppFile } from './serve-file.ts'

if (!parentPort) throw new Error('This module runs in a worker thread.')
installAmbientStop()
runWorker(parentPort, workerData as { data: AppFile; control: Int32Array })
