#!/usr/bin/env node
import { processConsole } from '@ibexjs-apps/kit';
import { blogAuthors } from './app.js';

process.exitCode = await blogAuthors(process.argv.slice(2), processConsole);
