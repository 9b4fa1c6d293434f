#!/usr/bin/env node
// Written so that an old Node can read it, too: it has to say that it is too old.
var parts = process.versions.node.split('.').map(Number)
var isSupported = (parts[0] === 20 && parts[1] >= 19) || (parts[0] === 22 && parts[1] >= 12) || parts[0] > 22

if (isSupported) {
  import('../dist/cli/main.js').then(function (cli) {
    return cli.main(process.argv.slice(2))
  }, notBuilt)
} else {
  console.error('Chatwright needs Node 20.19, 22.12 or newer, and this is Node ' + process.versions.node + '.')
  console.error('Get a newer one from https://nodejs.org, or with your version manager: nvm install 22')
  process.exit(1)
}

function notBuilt(error) {
  if (error && error.code === 'ERR_MODULE_NOT_FOUND' && /dist.cli.main/.test(error.message)) {
    console.error('Chatwright is not built here. In its repository, run: npm run build')
    process.exit(1)
  }
  throw error
}
