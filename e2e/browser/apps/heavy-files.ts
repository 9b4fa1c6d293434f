import { audio, createApp, image, pdf, table } from 'chatwright'
import { hostilePdf, hugePng, samplePdf, samplePng, sampleWav } from '../../lib/samples.ts'

/** Shows what is as large as it comes, and what was made to do harm. */
const app = createApp({ name: 'Ada' })

app.onMessage(async (message, chat) => {
  switch (message.text) {
    case 'large':
      await chat.send('All large', {
        elements: [
          pdf({ content: samplePdf(200), name: 'book.pdf' }),
          image({ content: samplePng(2_700, 2_600, { noise: true }), name: 'photo.png' }),
          // An hour, 57.6 MB.
          audio({ content: sampleWav(3_600), name: 'lecture.wav' }),
        ],
      })
      break
    case 'hostile':
      await chat.send('None of it harms', {
        elements: [
          pdf({ content: hostilePdf, name: 'runs.pdf' }),
          pdf({ content: '%PDF-1.4\nnothing of it is true', name: 'broken.pdf' }),
          image({ content: hugePng, name: 'huge.png' }),
          audio({ content: Buffer.concat([sampleWav(1).subarray(0, 44), Buffer.alloc(3)]), name: 'cut.wav' }),
          table({
            name: 'formulas',
            rows: [{ cell: '=HYPERLINK("https://example.org")' }, { cell: '@SUM(1)' }, { cell: -1 }],
          }),
        ],
      })
      break
    default:
      await chat.send('here')
  }
})

export default app
