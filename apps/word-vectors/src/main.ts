#!/usr/bin/env node
import { processConsole } from '@ibexjs-apps/kit';
import { wordVectors } from './app.js';

process.exitCode = await wordVectors(process.argv.slice(2), processConsole);
