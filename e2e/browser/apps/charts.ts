import { chart, createApp, staticChart, type ChartFigure } from 'chatwright'
import { samplePng } from '../../lib/samples.ts'

const app = createApp({ name: 'Ada', showErrors: true })
const x = ['Mon', 'Tue', 'Wed']
const bars = (...series: number[][]): ChartFigure => ({
  data: series.map((y, at) => ({ type: 'bar', name: 'ABC'[at] ?? '', x, y: Float64Array.from(y) })),
  layout: { height: 300 },
})
const shown = (figure: unknown) => ({ elements: [chart({ name: 'Visitors', figure: figure as ChartFigure })] })

app.onMessage(async (message, chat) => {
  switch (message.text) {
    case 'bars':
      return void (await chat.send('Bars', shown(bars([10, 20, 15]))))
    case 'beside': {
      const figure = { data: bars([10, 20, 15]).data }
      await chat.send('Bars', shown(figure))
      return void (await chat.panel.open({ elements: [chart({ name: 'Beside', figure })] }))
    }
    case 'grow': {
      const { elements } = await chat.send('Bars', shown(bars([10, 20, 15])))
      await chat.sleep(1_500)
      await elements[0]?.update({ figure: bars([10, 20, 15], [5, 6, 7]) })
      return
    }
    case 'hostile': {
      const run = '<a href="javascript:document.title=\'taken\'">here</a><script>document.title="taken"</script>'
      const layout = {
        title: { text: run },
        annotations: [{ text: run, x: 0, y: 1 }],
        images: [{ source: 'https://example.org/taken.png', x: 0, y: 1, sizex: 1, sizey: 1 }],
      }
      return void (await chat.send(
        'Bars',
        shown({ data: [{ type: 'bar', name: run, x: ['a'], y: [1], hovertemplate: run }], layout }),
      ))
    }
    case '3d':
      return void (await chat.send('No', shown({ data: [{ type: 'surface', z: [[1]] }] })))
    case 'nothing':
      return void (await chat.send('No', shown('nothing')))
    case 'function':
      return void (await chat.send('No', shown({ data: [{ type: 'bar', y: () => [1] }] })))
    case 'static': {
      const svg =
        '<svg xmlns="http://www.w3.org/2000/svg" width="380" height="100"><rect width="380" height="100"/></svg>'
      const canvas = { toBuffer: () => samplePng(320, 200) }
      return void (await chat.send('Drawn', { elements: [staticChart(svg), staticChart(canvas, { name: 'Canvas' })] }))
    }
  }
})

export default app
