/**
 * Gradients that tfjs 4.22 lacks or gets wrong, one file per fault. Loaded after tfjs's own, which
 * they replace.
 */
import './average-pool.js';
import './broadcasting.js';
import './comparisons.js';
import './conv3d-transpose.js';
import './dilated-convolution.js';
import './dropout.js';
import './einsum.js';
import './extremes.js';
import './fused.js';
import './product.js';
import './relu.js';
import './resize-bilinear.js';
import './single-piece.js';
import './strided-slice.js';
import './tile.js';
