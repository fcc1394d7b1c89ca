#!/usr/bin/env node
const { createRuntime, main } = require('../dist/main.js');

main(process.argv.slice(2), createRuntime(process)).then((code) => {
  process.exitCode = code;
});
