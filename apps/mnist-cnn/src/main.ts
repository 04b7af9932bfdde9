#!/usr/bin/env node
import { processConsole } from '@ibexjs-apps/kit';
import { mnistCnn } from './app.js';

process.exitCode = await mnistCnn(process.argv.slice(2), processConsole);
