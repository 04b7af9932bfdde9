/** Numbers of the activations that a kernel can apply to its own output; see assembly/activation.ts. */
export const FUSED_ACTIVATIONS: Readonly<Record<string, number>> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  leakyrelu: 3,
  elu: 4,
  sigmoid: 5,
};
