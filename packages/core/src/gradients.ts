/** Registers every gradient of tfjs-core as a side effect: no bundle of tfjs-core does so in Node. */
// tfjs-core itself goes first: whichever copy runs first makes the engine and its tensors' class,
// and the gradients bring a copy along
import { engine } from '@tensorflow/tfjs-core';

import '../generated/gradients.js';
import './gradients/index.js';

engine();
