import type { Page } from 'playwright-core'

/** Films a canvas that changes, 25 frames a second, as MP4: a real one, made by the browser itself. */
export async function recordFilm(page: Page, frames: number): Promise<Buffer> {
  const bytes = await page.evaluate(async (count) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 })
    document.body.append(canvas)
    const brush = canvas.getContext('2d') as CanvasRenderingContext2D
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/mp4' })
    const parts: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve))
    recorder.start()
    for (let frame = 0; frame < count; frame++) {
      brush.fillStyle = `hsl(${frame * 5} 80% 50%)`
      brush.fillRect(0, 0, 160, 90)
      await new Promise((resolve) => setTimeout(resolve, 40))
    }
    recorder.stop()
    await stopped
    canvas.remove()
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())]
  }, frames)
  return Buffer.from(bytes)
}
