/** The folder of the built page: `index.html` and its hashed assets, with what is compressed beside them. */
export const webRoot: URL = new URL('../dist/app/', import.meta.url)
