import { createApp, file, image, text } from 'chatwright'

const app = createApp({ name: 'Lisbon' })

const tile = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80"><rect width="120" height="80" fill="#f4efe6"/>
<g fill="#2f5fa8"><circle cx="30" cy="40" r="22"/><circle cx="90" cy="40" r="22"/></g></svg>`

app.onMessage(async (message, chat) => {
  if (message.text === 'panel') {
    await chat.panel.open({
      title: 'Two days',
      elements: [text({ name: 'Saturday', content: '- 09:00 Castle\n- 12:30 Lunch' })],
    })
    return void (await chat.send('It is beside this.'))
  }
  await chat.send('The museum is open on Sunday, says Opening hours. Here is a tile, and the stops as a table.', {
    elements: [
      image({ content: tile, name: 'tile.svg', alt: 'A tile with two blue circles', size: 'small' }),
      file({ content: 'place,from\nCastle,09:00\nMuseum,10:00\n', name: 'stops.csv' }),
      // The words "Opening hours" above become a chip that opens it.
      text({
        name: 'Opening hours',
        content: '# Opening hours\n\nTuesday to Sunday, 10:00 to 18:00.',
        display: 'side',
      }),
    ],
  })
})

export default app
