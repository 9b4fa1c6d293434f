import { chart, createApp, staticChart } from 'chatwright'

const app = createApp({ name: 'Figures' })

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

app.onMessage(async (_, chat) => {
  const figure = (weeks: number[][]) => ({
    data: weeks.map((visitors, at) => ({ type: 'bar' as const, name: `Week ${at + 1}`, x: days, y: visitors })),
    layout: { title: { text: 'Visitors of the castle' }, height: 320 },
  })
  const first = [120, 132, 101, 134, 190, 330, 310]
  const message = await chat.send('The first week, and soon the second.', {
    elements: [chart({ name: 'Visitors', figure: figure([first]) })],
  })
  await chat.sleep(600)
  const [visitors] = message.elements
  await visitors?.update({ figure: figure([first, [150, 110, 120, 160, 210, 380, 350]]) })

  await chat.send('And one that was drawn on the server:', {
    elements: [staticChart(sparkline(first), { name: 'Sparkline', alt: 'Visitors rise towards the end of the week' })],
  })
})

/** Any SVG will do, and so will the bytes of a PNG. */
function sparkline(values: number[]): string {
  const points = values.map((value, at) => `${at * 60 + 10},${90 - value / 5}`).join(' ')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="380" height="100" viewBox="0 0 380 100">
    <rect width="380" height="100" rx="8" fill="#f4f4f2"/><polyline points="${points}" fill="none" stroke="#2f54d6" stroke-width="3"/></svg>`
}

export default app
