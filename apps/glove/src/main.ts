#!/usr/bin/env node
import { processConsole } from '@ibexjs-apps/kit';
import { glove } from './app.js';

process.exitCode = await glove(process.argv.slice(2), processConsole);
