import { Buffer } from 'node:buffer'
import { crc32, deflateSync } from 'node:zlib'

/** A PDF of so many pages, each of which says its number. Made by hand, as a program writes one. */
export function samplePdf(pages: number): Buffer {
  const objects: string[] = []
  const kids = Array.from({ length: pages }, (_, index) => `${4 + index * 2} 0 R`)
  objects.push('<< /Type /Catalog /Pages 2 0 R >>')
  objects.push(`<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages} >>`)
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
  for (let page = 1; page <= pages; page++) {
    const words = `BT /F1 32 Tf 72 700 Td (Page ${page} of ${pages}) Tj 0 -60 Td /F1 16 Tf (The tiles of Lisbon) Tj ET 72 500 200 80 re f`
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + (page - 1) * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    )
    objects.push(`<< /Length ${words.length} >>\nstream\n${words}\nendstream`)
  }
  let text = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
  for (const at of places) text += `${String(at).padStart(10, '0')} 00000 n \n`
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

/** A picture of so many pixels, in colours that run into each other; with `noise` it hardly compresses. */
export function samplePng(width: number, height: number, { noise = false } = {}): Buffer {
  const line = 1 + width * 3
  const raw = Buffer.alloc(line * height)
  let seed = 1
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * line + 1 + x * 3
      seed = (seed * 1_103_515_245 + 12_345) & 0x7f_ff_ff_ff
      const grain = noise ? seed >> 16 : 0
      raw[at] = ((x * 255) / width) ^ (grain & 255)
      raw[at + 1] = ((y * 255) / height) ^ ((grain >> 4) & 255)
      raw[at + 2] = 160 ^ ((grain >> 8) & 255)
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const around = Buffer.alloc(8)
  around.writeUInt32BE(data.length, 0)
  around.writeUInt32BE(crc(body), 4)
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)])
}

/** Older Nodes have none of their own. */
function crc(bytes: Buffer): number {
  if (typeof crc32 === 'function') return crc32(bytes)
  let value = 0xff_ff_ff_ff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xed_b8_83_20 : 0)
  }
  return (value ^ 0xff_ff_ff_ff) >>> 0
}

/** A tone of 440 Hz, in 16 bits at 8 kHz. */
export function sampleWav(seconds: number): Buffer {
  const rate = 8_000
  const data = Buffer.alloc(rate * seconds * 2)
  for (let at = 0; at < rate * seconds; at++) {
    data.writeInt16LE(Math.round(8_000 * Math.sin((at * 440 * 2 * Math.PI) / rate)), at * 2)
  }
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}

/** Wants to run in whatever page shows it, and says so where a test can see it. */
export const hostileSvg = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60" onload="document.title='taken'">
<script>document.title = 'taken'; document.cookie = 'taken=1'; fetch('/health?taken')</script>
<rect width="120" height="60" fill="teal"/></svg>`

/** The same as a page. */
export const hostileHtml = `<!doctype html><title>harmless</title><body onload="document.title='taken'">
<script>document.title = 'taken'; document.cookie = 'taken=1'; fetch('/health?taken')</script>`

/** Wants to run when it is opened, and when it is left. */
export const hostilePdf = Buffer.from(
  samplePdf(1)
    .toString('latin1')
    .replace(
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\("taken"\\); this.title = "taken"; document.title = "taken") >> >>',
    ),
  'latin1',
)

/** Says that it has 60,000 by 60,000 pixels, which would be 14 GB, and has next to none. */
export const hugePng = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', Buffer.from([0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60, 8, 2, 0, 0, 0])),
  chunk('IDAT', deflateSync(Buffer.alloc(1_000))),
  chunk('IEND', Buffer.alloc(0)),
])
