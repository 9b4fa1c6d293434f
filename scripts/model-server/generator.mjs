/** Answers under way at once; more wait in line. */
const atOnce = 4
const contextSize = 2048

/** Loads the model and gives what generates with it. */
export async function createGenerator({ modelPath, runtimeUrl }) {
  const { getLlama, TokenBias } = await import(runtimeUrl)
  const options = { build: 'never', gpu: false, skipDownload: true, progressLogs: false, logLevel: 'error' }
  // Its threads wait by spinning: more than one costs more than it brings on a busy machine with few cores.
  const llama = await getLlama({ ...options, maxThreads: 1 })
  const model = await llama.loadModel({ modelPath })
  const context = await model.createContext({ sequences: atOnce, contextSize, batchSize: 256 })
  const places = createPlaces(atOnce)

  const { bos, eos, eot } = model.tokens
  const goOn = new TokenBias(model.tokenizer)
  for (const token of new Set([bos, eos, eot])) if (token !== null) goOn.set(token, 'never')
  const indifferent = new TokenBias(model.tokenizer)

  return {
    /**
     * Gives the answer to a conversation as pieces of text, one for each token; a piece may be empty, because a
     * character may take several tokens. Once the signal is aborted it computes no further token and returns.
     *
     * `maxTokens`: default 1024. `minTokens`: it does not end of its own before; default 0.
     */
    async *generate(messages, { signal, maxTokens = 1024, minTokens = 0, temperature = 0.2, seed } = {}) {
      const leave = await places.take(signal)
      if (leave === null) return
      const sequence = context.getSequence()
      try {
        const limit = Math.min(maxTokens, contextSize / 2)
        const prompt = promptOf(model, messages, contextSize - limit)
        const toText = createDetokenizer(model)
        const recent = []
        let count = 0
        const tokens = sequence.evaluate(prompt, {
          temperature,
          topP: 0.9,
          topK: 40,
          ...(seed === undefined ? {} : { seed }),
          repeatPenalty: { punishTokens: () => recent.slice(-64), penalty: 1.1 },
          tokenBias: () => (count < minTokens ? goOn : indifferent),
        })
        for await (const token of tokens) {
          if (signal?.aborted) return
          recent.push(token)
          count++
          yield toText(token)
          if (count >= limit || signal?.aborted) return
        }
      } finally {
        await sequence.dispose()
        leave()
      }
    },
    dispose: () => llama.dispose(),
  }
}

/** The conversation in the model's own markup (ChatML), from as far back as there is room for. */
function promptOf(model, messages, room) {
  const before = (role) => model.tokenize(`<|im_start|>${role}\n`, true)
  const after = model.tokenize('<|im_end|>\n', true)
  const opening = before('assistant')
  const turns = messages.map(({ role, content }) => [
    ...before(role === 'tool' ? 'user' : role),
    // What people write is text, also where it looks like markup.
    ...model.tokenize(textOf(content), false),
    ...after,
  ])
  const first = messages[0]?.role === 'system' ? turns.shift() : []
  const kept = []
  let left = room - opening.length - first.length
  for (const turn of turns.toReversed()) {
    if (turn.length > left && kept.length > 0) break
    kept.unshift(turn.slice(-Math.max(left, 1)))
    left -= turn.length
  }
  return [...first, ...kept.flat(), ...opening]
}

/** A message's content is a text or a list of parts. */
function textOf(content) {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => part.text ?? '').join('')
}

/** Turns token after token into text, keeping back what is only part of a character. */
function createDetokenizer(model) {
  let given = []
  let pending = []
  return (token) => {
    pending.push(token)
    const text = model.detokenize(pending, false, given)
    if (text.endsWith('\uFFFD') && pending.length < 8) return ''
    given = [...given, ...pending].slice(-8)
    pending = []
    return text
  }
}

/** A number of places and a line before them. */
function createPlaces(count) {
  const line = []
  let free = count
  const leave = () => {
    const next = line.shift()
    if (next) next()
    else free++
  }
  return {
    /** Gives the function that frees the place, or null when the signal is aborted before there is one. */
    async take(signal) {
      if (signal?.aborted) return null
      if (free > 0) {
        free--
        return leave
      }
      return new Promise((resolve) => {
        const next = () => resolve(leave)
        line.push(next)
        signal?.addEventListener(
          'abort',
          () => {
            const at = line.indexOf(next)
            if (at < 0) return
            line.splice(at, 1)
            resolve(null)
          },
          { once: true },
        )
      })
    },
  }
}
