#!/usr/bin/env node
import { createRuntime, main } from '../dist/main.js';

process.exitCode = await main(process.argv.slice(2), createRuntime(process));
