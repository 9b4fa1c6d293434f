import { fill } from '../i18n/t.ts'

/** The words of elements, files and the panel: loaded with what shows them. */
const en = {
  'element.download': 'Download {name}',
  'element.close': 'Close',
  'element.enlarge': 'Enlarge {name}',
  'element.openIt': 'Open',
  'element.downloadIt': 'Download',
  'element.zoomIn': 'Own size',
  'element.zoomOut': 'Fit the screen',
  'element.text': 'Text',
  'element.file': 'File',
  'element.more': 'Show more',
  'element.loading': 'Loading',
  'element.again': 'Try again',
  'element.flood': 'It said too much at once, and was closed.',
  'element.failed': '{name} could not be loaded.',
  'element.back': 'Back to the conversation',
  'element.missing': 'This is not part of the conversation any more.',
  'pdf.page': 'Page {page}',
  'pdf.at': 'Page {page} of {count}',
  'pdf.before': 'Page before',
  'pdf.after': 'Next page',
  'pdf.goTo': 'Go to page',
  'pdf.smaller': 'Smaller',
  'pdf.larger': 'Larger',
  'chart.data': 'Data',
  'table.rows': 'Rows: {count}',
  'table.search': 'Search in {name}',
  'table.find': 'Search',
  'table.save': 'Download as CSV',
  'panel.label': 'Side panel',
  'panel.close': 'Close panel',
  'panel.resize': 'Width of the panel',
  'panel.whole': 'Open {name} on a page of its own',
  'upload.add': 'Add files',
  'upload.list': 'Files to send',
  'upload.drop': 'Drop to add',
  'upload.limits': 'Up to {count} files, {size} each',
  'upload.percent': '{percent} % uploaded',
  'upload.tooLarge': '{name} is over {limit}',
  'upload.tooMany': '{name}: no more than {count} files',
  'upload.wrongType': '{name} is not of a kind that is taken here',
  'upload.notHere': '{name} cannot be attached here',
  'upload.cancel': 'Cancel upload of {name}',
  'upload.remove': 'Remove {name}',
  'upload.again': 'Try {name} again',
} as const

/** The words for a key, with `{names}` filled in. */
export function t(key: keyof typeof en, values: Record<string, string | number> = {}): string {
  return fill(en[key], values)
}
