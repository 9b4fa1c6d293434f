import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { audio, createApp, file, image, pdf, text, type ElementHandle } from 'chatwright'
import { recordSideEffect } from 'chatwright/testing'

/** Shows what it finds in a folder: `<job> <folder>`. */
const app = createApp({ name: 'Ada', whileRunning: 'parallel' })
const shown: ElementHandle[] = []

app.onMessage(async (message, chat) => {
  const [job, folder = ''] = message.text.split(' ')
  switch (job) {
    case 'all': {
      const sent = await chat.send('Here is all of it', {
        elements: [
          image({ path: `${folder}/tiles.png`, alt: 'Blue tiles' }),
          pdf({ path: `${folder}/plan.pdf`, page: 2 }),
          audio({ path: `${folder}/tone.wav` }),
          file({ path: `${folder}/Grüße an alle.bin`, name: 'Grüße "an" alle 🎉.bin' }),
          text({ name: 'Notes', content: '# Notes\n\nSome **bold** words.' }),
          text({ name: 'code.ts', content: 'const one = 1', language: 'ts' }),
          image({ path: `${folder}/hostile.svg` }),
          file({ path: `${folder}/hostile.html` }),
        ],
      })
      shown.push(...sent.elements)
      break
    }
    case 'sources': {
      const bytes = new Uint8Array(await (await fetch(folder)).arrayBuffer())
      await chat.send('One thing, four ways', {
        elements: [
          image({ url: folder }),
          image({ content: bytes, name: 'bytes.png' }),
          image({ content: new Blob([bytes]).stream(), name: 'stream.png' }),
          image({ content: new Blob([bytes]), name: 'blob.png' }),
        ],
      })
      break
    }
    case 'wrong':
      await chat.send('This is no picture', { elements: [image({ path: `${folder}/hostile.html` })] })
      break
    case 'unreadable':
      await chat.send('These are no words', { elements: [text({ path: `${folder}/tiles.png` })] })
      break
    case 'gone': {
      const report = file({ path: `${folder}/report.csv`, name: 'Report' })
      const rows = file({ path: `${folder}/rows.txt`, name: 'Rows', mime: 'text/csv' })
      const message = await chat.send('For a moment', { elements: [report, rows] })
      await chat.ask.confirm('Go on?')
      await message.remove()
      await chat.send('After')
      break
    }
    case 'midway': {
      // What is removed while a file for it is still coming in.
      const [address = ''] = message.text.split(' ').slice(1)
      const said = await chat.send('For a moment')
      const step = chat.step('look')
      const [old] = (await chat.send('Stays', { elements: [file({ content: 'old', name: 'old' })] })).elements
      const late = [
        said.addElement(file({ url: address, name: 'late' })),
        step.addElement(file({ url: address, name: 'late' })),
        old?.update({ url: address }),
      ]
      await chat.sleep(300)
      await Promise.all([said.remove(), step.remove(), old?.remove()])
      const all = await Promise.allSettled(late.map(async (one) => one))
      const codes = all.map((one) => (one.status === 'rejected' ? (one.reason as { code?: string }).code : 'shown'))
      await chat.send(codes.join(' '))
      break
    }
    case 'late':
      await shown[0]?.remove()
      break
    case 'change': {
      const message = await chat.send('Before', {
        elements: [image({ path: `${folder}/tiles.png` }), file({ path: `${folder}/hostile.html` })],
      })
      const added = await message.addElement(text({ name: 'Notes', content: 'old words' }))
      await chat.ask.confirm('Go on?')
      const [picture, page] = message.elements
      await picture?.update({ name: 'other.png', path: `${folder}/other.png`, alt: 'Another' })
      await page?.remove()
      await added.update({ name: 'New notes' })
      await chat.send('After')
      break
    }
    case 'instead': {
      const message = await chat.send('Before', {
        elements: [image({ path: `${folder}/tiles.png` }), text({ name: 'Notes', content: 'words' })],
        actions: [{ name: 'go', label: 'Go' }],
      })
      const [picture, notes] = message.elements as [ElementHandle, ElementHandle]
      await chat.ask.confirm('Go on?')
      await message.update({
        text: 'Instead',
        actions: [{ name: 'go', label: 'Go on' }],
        elements: [notes, file({ path: `${folder}/rows.txt` })],
      })
      const wrong = (elements: Parameters<typeof message.update>[0]) =>
        message.update(elements).then(
          () => 'taken',
          (error: { code?: string }) => error.code,
        )
      const refusals = [
        await wrong({ text: 'Still', elements: [picture] }),
        await wrong({ elements: [image({ path: `${folder}/rows.txt` })] }),
      ]
      await chat.send(`${refusals.join(',')} ${message.elements.map(({ name }) => name).join(',')}`)
      await chat.ask.confirm('Away with it?')
      await message.update({ actions: [], elements: [] })
      break
    }
    case 'endless': {
      // Writes until somebody stops it, to be sure that it is at work when they do.
      const endless = async function* () {
        for (;;) {
          yield new Uint8Array(65_536)
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      }
      await chat.send('It grows', { elements: [file({ content: endless(), name: 'grows.bin' })] })
      break
    }
    case 'deaf':
      // Catches everything and goes on, for longer than the grace.
      await chat.send('at it')
      for (let time = 0; time < 40; time++) {
        try {
          const content = `${time}`.repeat(30_000)
          await chat.send('more', { elements: [text({ content, name: `${time}` })] })
        } catch (error) {
          if (time % 10 === 9) recordSideEffect((error as { code?: string }).code)
        }
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      break
    case 'blocked': {
      const upstream = createServer((socket) => socket.write(Buffer.alloc(100_000)))
      await once(upstream.listen(0, '127.0.0.1'), 'listening')
      const { connect } = await import('node:net')
      const socket = connect((upstream.address() as AddressInfo).port, '127.0.0.1')
      void chat.send('half', { elements: [file({ content: socket, name: 'half.bin' })] }).catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 300))
      await chat.send('blocking')
      for (;;);
    }
    case 'attached': {
      const words = await Promise.all(
        message.attachments.map(async (one) => {
          let streamed = 0
          for await (const part of one.stream()) streamed += part.length
          const start = one.type.startsWith('text/') ? (await one.text()).slice(0, 20) : ''
          return `${one.kind} ${one.name} ${one.type} ${one.bytes} ${streamed} ${start}`.trim()
        }),
      )
      await chat.send(words.join('\n') || 'nothing')
      break
    }
    case 'earlier': {
      const names = chat.history.messages.flatMap((one) => chat.attachmentsOf(one).map(({ name }) => name))
      await chat.send(`Earlier: ${names.join(', ')}`)
      break
    }
    case 'models': {
      const given = await chat.history.withFiles()
      await chat.send({ json: given.forOpenAI() })
      break
    }
    case 'slow':
      await chat.send('waiting')
      await chat.sleep(60_000)
      break
    default:
      await chat.send(`${message.attachments.length} files and '${message.text}'`)
  }
})

export default app
