import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { audio, createApp, file, image, pdf, table, text, video } from 'chatwright'
import { hostileHtml, hostileSvg, samplePdf, samplePng, sampleWav } from '../../lib/samples.ts'

/** Shows elements of every kind, everywhere they can be. */
const app = createApp({ name: 'Ada', uploads: { maxFiles: 3, maxSizeMb: 2 } })

const png = samplePng(900, 560)
const plan = samplePdf(5)
const noise = new Uint8Array(2_000).map((_, at) => (at * 7) % 256)

app.onMessage(async (message, chat) => {
  const [job, ...rest] = message.text.split(' ')
  switch (job) {
    case 'all': {
      const path = join(tmpdir(), `chatwright-gallery-${process.pid}.png`)
      await writeFile(path, png)
      await chat.send('Here is **all** of it: the picture Tiles, and words.', {
        elements: [
          image({ path, name: 'Tiles', alt: 'Blue tiles' }),
          pdf({ content: plan, name: 'plan.pdf', page: 2 }),
          audio({ content: sampleWav(2), name: 'tone.wav' }),
          file({ content: 'a,b\n1,2\n', name: 'Grüße an alle.csv' }),
          text({ name: 'Notes', content: '## Notes\n\nSome **bold** words.' }),
          text({ name: 'one.ts', content: 'const one: number = 1', language: 'ts' }),
        ],
      })
      break
    }
    case 'plan':
      await chat.send('A plan', {
        elements: [
          pdf({
            content: samplePdf(Number(rest[0] ?? 5)),
            name: 'Grüße, ein Plan.pdf',
            ...(rest.length > 1 ? { highlight: rest.slice(1).join(' ') } : {}),
          }),
        ],
      })
      break
    case 'film': {
      const [path = ''] = rest
      await chat.send('A film', { elements: [video({ path, name: 'tram.mp4', size: 'large' })] })
      break
    }
    case 'hosted':
      await chat.send('From elsewhere', {
        elements: [
          video({ url: 'https://youtu.be/dQw4w9WgXcQ?t=42', name: 'Lisbon <by> "tram"', player: { hl: 'pt' } }),
          video({ url: 'https://vimeo.com/76979871', size: 'small' }),
        ],
      })
      break
    case 'broken-media':
      await chat.send('Nothing to hear', {
        elements: [
          audio({ content: noise, name: 'broken.mp3', mime: 'audio/mpeg' }),
          audio({ content: sampleWav(1).subarray(0, 20), name: 'cut.wav', mime: 'audio/wav' }),
          video({ content: noise, name: 'broken.mp4', mime: 'video/mp4' }),
        ],
      })
      break
    case 'alone':
      await chat.send('One', {
        elements: [image({ content: samplePng(Number(rest[1]), 60), name: 'a.png', size: rest[0] as 'small' })],
      })
      break
    case 'grid':
      await chat.send('Three', {
        elements: (['large', 'medium', 'small'] as const).map((size) => image({ content: png, name: size, size })),
      })
      break
    case 'hostile':
      await chat.send('Do not run these', {
        elements: [
          image({ content: hostileSvg, name: 'hostile.svg' }),
          file({ content: hostileHtml, name: 'hostile.html' }),
          text({ content: hostileHtml, name: '<img src=x onerror=alert(1)>' }),
          text({ content: hostileHtml.repeat(300), name: 'long.html', language: 'html' }),
        ],
      })
      break
    case 'refs':
      await chat.send(
        'See plan and plan-b, the picture Tiles, not planes, `plan` or [plan](https://example.com). Also image10 and (C++).\n\n    plan in code',
        {
          elements: [
            text({ name: 'plan', content: '# The plan', display: 'side' }),
            pdf({ name: 'plan-b', content: plan, display: 'page' }),
            image({ name: 'Tiles', content: png, size: 'small' }),
            text({ name: 'image1', content: 'one', display: 'side' }),
            text({ name: 'image10', content: 'ten', display: 'side' }),
            text({ name: '(C++)', content: 'plus', display: 'side' }),
          ],
        },
      )
      break
    case 'table': {
      const rows = Array.from({ length: 100_000 }, (_, index) => ({
        'a.b': `row ${index}`,
        id: (index * 7_919) % 100_000,
        when: index === 5 ? null : new Date(index * 86_400_000),
      }))
      await chat.send('Many', { elements: [table({ name: 'Many rows', rows })] })
      await chat.send('Few', {
        elements: [table({ name: 'Few', rows: rows.slice(0, 25), columns: ['id', { key: 'a.b', label: 'What' }] })],
      })
      break
    }
    case 'again':
      await chat.send('Another plan.', { elements: [text({ name: 'plan', content: '# Other plan', display: 'side' })] })
      break
    case 'open':
      await chat.panel.open({
        title: 'Sources',
        key: 'sources',
        elements: [
          pdf({ content: plan, name: 'plan.pdf', page: 3 }),
          text({ name: 'Notes', content: '## From the panel' }),
        ],
      })
      await chat.send('opened')
      break
    case 'title':
      await chat.panel.open({ title: rest.join(' ') })
      await chat.send('titled')
      break
    case 'empty':
      await chat.panel.open({ title: 'Nothing', elements: [] })
      await chat.send('emptied')
      break
    case 'same':
      await chat.panel.open({ key: 'sources', elements: [text({ name: 'Never', content: 'never' })] })
      await chat.send('same')
      break
    case 'replace':
      await chat.panel.open({ title: 'Sources', elements: [text({ name: 'New', content: '## Replaced' })] })
      await chat.send('replaced')
      break
    case 'canvas': {
      const [page] = await chat.panel.open({
        layout: 'canvas',
        elements: [text({ name: 'Draft', content: 'First draft' }), text({ name: 'Sources', content: 'Two books' })],
      })
      await chat.sleep(300)
      await page?.update({ content: 'Second draft' })
      await chat.send('drawn')
      break
    }
    case 'close':
      await chat.panel.close()
      await chat.send('closed')
      break
    case 'slow':
      await chat.send('waiting')
      await chat.sleep(60_000)
      break
    default:
      await chat.send(message.attachments.map((one) => `${one.kind} ${one.name} ${one.bytes}`).join('\n') || 'no files')
  }
})

export default app
