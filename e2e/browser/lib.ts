import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'

/** How a page is opened. */
export interface PageOptions {
  viewport?: { width: number; height: number }
  colorScheme?: 'light' | 'dark'
  /** Lets a test put scripts into the page, which the page's own policy forbids. */
  bypassCSP?: boolean
  /** Problems that the test brings about on purpose. */
  expected?: readonly RegExp[]
  /** The browser's language. Default `en-GB`. */
  locale?: string
  /** Runs in every page before the page's own code. */
  initScript?: () => void
  /** A finger instead of a mouse: nothing hovers. */
  hasTouch?: boolean
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Somebody's browser with one window or several; they share what is stored in it. */
export class Visitor implements AsyncDisposable {
  readonly #context: BrowserContext
  readonly #origin: string
  readonly #problems: string[]
  readonly #expected: readonly RegExp[]

  constructor(context: BrowserContext, url: string, expected: readonly RegExp[], problems: string[]) {
    this.#context = context
    this.#origin = new URL(url).origin
    this.#problems = problems
    this.#expected = expected
  }

  /** Another window on a path of the same app. */
  async open(path = '/'): Promise<Page> {
    const page = await this.#context.newPage()
    this.#watch(page)
    await page.goto(new URL(path, this.#origin).href)
    return page
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close()
  }

  #watch(page: Page): void {
    const note = (problem: string): void => {
      if (!this.#expected.some((pattern) => pattern.test(problem))) this.#problems.push(problem)
    }
    page.on('console', (message) => {
      if (message.type() === 'error') note(`console: ${message.text()}`)
    })
    page.on('pageerror', (error) => note(`page error: ${error.stack ?? error.message}`))
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText
      // A reload breaks off what was still on its way.
      if (reason !== 'net::ERR_ABORTED') note(`request failed: ${request.url()}: ${reason}`)
    })
    page.on('response', (response) => {
      if (response.status() >= 400) note(`answered with ${response.status()}: ${response.url()}`)
    })
    const checkHost = (url: string): void => {
      const { protocol, host } = new URL(url)
      const isLocal = protocol === 'data:' || protocol === 'blob:'
      if (!isLocal && host !== new URL(this.#origin).host) note(`request to another host: ${url}`)
    }
    page.on('request', (request) => checkHost(request.url()))
    page.on('websocket', (socket) => checkHost(socket.url()))
  }
}

/**
 * A browser for the tests of a file. After each test there must have been no error in any console, no failed request
 * and none to another host.
 */
export function browserForTests() {
  let browser: Browser | null = null
  const problems: string[] = []

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: flags,
    })
  })
  afterAll(() => browser?.close())
  afterEach(() => expect(problems.splice(0)).toEqual([]))

  /** Somebody comes to an app, with nothing stored. */
  const visit = async (url: string, options: PageOptions = {}): Promise<Visitor> => {
    if (!browser) throw new Error('The browser has not been started.')
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      colorScheme: options.colorScheme ?? 'light',
      bypassCSP: options.bypassCSP ?? false,
      locale: options.locale ?? 'en-GB',
      hasTouch: options.hasTouch ?? false,
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    context.setDefaultTimeout(15_000)
    if (options.initScript) await context.addInitScript(options.initScript)
    return new Visitor(context, url, options.expected ?? [], problems)
  }
  return { visit }
}

/** What a line that is cut on purpose leaves in the console. */
export const lostLine = [
  /WebSocket connection to/,
  /WebSocket is already in CLOSING/,
  /ERR_CONNECTION/,
  /ERR_INTERNET_DISCONNECTED/,
  /ERR_EMPTY_RESPONSE/,
  /ERR_SOCKET_NOT_CONNECTED/,
]

/** What is to be so sooner or later; generous, for busy machines. */
export function eventually<T>(look: () => T | Promise<T>, { timeout = 15_000 } = {}) {
  return expect.poll(look, { timeout, interval: 40 })
}

export const phone = { width: 390, height: 844 }

/** Writes into the composer and sends with Enter. */
export async function say(page: Page, text: string): Promise<void> {
  await page.fill('#chat-input', text)
  await page.press('#chat-input', 'Enter')
}

/** The answers, each with what it said in all. */
export function answers(page: Page) {
  return page.locator('.turn')
}

/** The text of all answers as it is on screen. */
export async function answerText(page: Page): Promise<string> {
  const texts = await page.locator('.turn .message').allInnerTexts()
  return texts.join('\n').trimEnd()
}

/** Waits until an answer on screen has a number of characters. */
export async function hasSaid(page: Page, characters: number): Promise<void> {
  await eventually(async () => (await answerText(page)).length).toBeGreaterThan(characters)
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
