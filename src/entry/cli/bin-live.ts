#!/usr/bin/env node
import { Cli } from 'clipanion';
import { runCli } from './main.js';

process.exitCode = await runCli(['--live', ...process.argv.slice(2)], { ...Cli.defaultContext, cwd: process.cwd() });
