/** Registers every gradient of tfjs-core as a side effect: no bundle of tfjs-core does so in Node. */
import '../generated/gradients.js';
import './gradients/index.js';
