#!/usr/bin/env node
import { runProcess } from './runtime/main.js';
import { proxycall } from './runtime/program.js';

await runProcess(proxycall, process.argv.slice(2));
