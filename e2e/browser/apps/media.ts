import { audio, createApp, image, pdf } from 'chatwright'
import { samplePdf, samplePng, sampleWav } from '../../lib/samples.ts'

/** Shows pictures and sound, and points at passages. */
const app = createApp({ name: 'Ada' })

app.onMessage(async (message, chat) => {
  switch (message.text) {
    case 'picture':
      await chat.send('A picture', {
        elements: [image({ content: samplePng(2_400, 1_500), name: 'Grüße, Kacheln.png', alt: 'Blue tiles' })],
      })
      break
    case 'lecture':
      // An hour, 57.6 MB.
      await chat.send('A lecture', { elements: [audio({ content: sampleWav(3_600), name: 'lecture.wav' })] })
      break
    case 'mended': {
      const said = await chat.send('A tone')
      const broken = { content: sampleWav(1).subarray(0, 20), mime: 'audio/wav' }
      const tone = await said.addElement(audio({ ...broken, name: 'tone.wav' }))
      await chat.sleep(1_500)
      await tone.update({ content: sampleWav(2) })
      break
    }
    case 'passages': {
      const [plan] = await chat.panel.open({
        elements: [pdf({ content: samplePdf(5), name: 'plan.pdf', highlight: 'Page 4 of 5' })],
      })
      await chat.ask.confirm('Another passage?', { yes: 'Another' })
      await plan?.update({ highlight: 'Page 2 of 5' })
      await chat.ask.confirm('No passage?', { yes: 'None' })
      await plan?.update({ highlight: '' })
      await chat.send('Done')
      break
    }
    case 'ribbon': {
      // As long as five hundred times its width; the same number of bytes, so what stands behind keeps its place.
      const ribbon = samplePdf(2).toString('latin1').replaceAll('[0 0 595 842]', '[0 0 20 9999]')
      await chat.send('A ribbon', { elements: [pdf({ content: Buffer.from(ribbon, 'latin1'), name: 'ribbon.pdf' })] })
      break
    }
    case 'archive':
      await chat.send('An archive', { elements: [pdf({ content: samplePdf(3_000), name: 'archive.pdf' })] })
      break
    case 'shelf':
      await chat.send('Many plans', {
        elements: Array.from({ length: 9 }, (_, at) => pdf({ content: samplePdf(at + 2), name: `plan ${at + 1}.pdf` })),
      })
      break
    default:
      await chat.send('A tone', { elements: [audio({ content: sampleWav(2), name: 'tone.wav' })] })
  }
})

export default app
