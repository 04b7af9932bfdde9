#!/usr/bin/env node
import { processConsole } from '@ibexjs-apps/kit';
import { autoencoder } from './app.js';

process.exitCode = await autoencoder(process.argv.slice(2), processConsole);
