#!/usr/bin/env node
import { processConsole } from '@ibexjs-apps/kit';
import { imdbRnn } from './app.js';

process.exitCode = await imdbRnn(process.argv.slice(2), processConsole);
