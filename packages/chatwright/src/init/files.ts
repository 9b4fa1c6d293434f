/** The files of a new app: path → text. The app runs as it stands, with nothing installed beside it. */
export function newAppFiles(name: string, version: string): Record<string, string> {
  return {
    'app.ts': app,
    'chatwright.md': aboutApp,
    'package.json': manifest(name, version),
    'tsconfig.json': tsconfig,
    '.gitignore': 'node_modules/\n.chatwright/\n.env\n',
    'README.md': readme(name),
  }
}

const app = `import { createApp } from 'chatwright'

const app = createApp({ name: 'My chat' })

app.onChatStart(async (chat) => {
  await chat.send('Hello! Ask me something, and press Stop whenever you like.')
})

app.onMessage(async (message, chat) => {
  await chat.stream(answer(message.text))
})

/** A model goes here: whatever gives text piece by piece can be streamed. */
async function* answer(question: string): AsyncGenerator<string> {
  const words = \`You said: \${question}. Put a model in my place, and the rest stays as it is.\`.split(' ')
  for (const word of words) {
    await new Promise((resolve) => setTimeout(resolve, 80))
    yield \`\${word} \`
  }
}

export default app
`

const aboutApp = `# My chat

What people read behind the button *Readme*. Put \`chatwright.fr.md\` beside this file to say it in French, or empty it, and the
button is gone.
`

const tsconfig = `{
  "compilerOptions": {
    "target": "es2023",
    "module": "preserve",
    "moduleResolution": "bundler",
    "strict": true,
    "skipLibCheck": true,
    "noEmit": true
  },
  "include": ["**/*.ts", "**/*.tsx"]
}
`

function manifest(name: string, version: string): string {
  const content = {
    name,
    private: true,
    type: 'module',
    scripts: { dev: 'chatwright dev app.ts', start: 'chatwright start app.ts' },
    dependencies: { chatwright: `^${version}` },
    devDependencies: { '@types/node': '^20.19.0', typescript: '^5.9.0' },
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

function readme(name: string): string {
  return `# ${name}

A chat. \`app.ts\` is the server side of it, all of it.

    npm install
    npm run dev      # opens it, and reloads it whenever you save
    npm start        # serves it for others; PORT sets the port

Threads are kept in \`.chatwright/\`. Variables in \`.env\` are there for the app, such as the key of a model.
`
}
