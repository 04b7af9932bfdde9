import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import v8 from 'node:v8';
import { register } from './dist/index.js';
if (process.env.RELAXED) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
await register(); await tf.setBackend('wasm');
const cpuMs = (f, n=5)=>{ f();f(); const r=[]; for(let i=0;i<n;i++){const u=process.cpuUsage(); f(); const d=process.cpuUsage(u); r.push((d.user+d.system)/1e3);} return r.sort((a,b)=>a-b)[n>>1]; };
const a=tf.randomNormal([1024,1024]), b=tf.randomNormal([1024,1024]);
for (const [ta,tb] of [[false,false],[false,true],[true,false],[true,true]]) { const t=cpuMs(()=>tf.matMul(a,b,ta,tb).dispose()); console.log(ta,tb,(2*1024**3/t/1e6).toFixed(1),'GFLOP/s'); }
const c=tf.randomNormal([128,128]), d=tf.randomNormal([128,512]),d2=tf.randomNormal([512,128]);
console.log('128x128x512 NN', cpuMs(()=>{for(let i=0;i<20;i++)tf.matMul(c,d).dispose()})/20, 'NT',cpuMs(()=>{for(let i=0;i<20;i++)tf.matMul(c,d2,false,true).dispose()})/20,'TN',cpuMs(()=>{for(let i=0;i<20;i++)tf.matMul(c,d,true,false).dispose()})/20);
let bad=0, n=0;
for (const [B1,B2,M,N,K] of [[1,1,5,7,3],[1,1,33,65,17],[3,3,8,9,33],[3,1,5,9,7],[1,3,6,10,4],[1,1,70,530,350],[2,2,1,1,1],[1,1,4,4,1]]) for (const ta of [0,1]) for (const tb of [0,1]) {
  const x=tf.randomNormal(B1==1&&B2==1?(ta?[K,M]:[M,K]):(ta?[B1,K,M]:[B1,M,K])), y=tf.randomNormal(B1==1&&B2==1?(tb?[N,K]:[K,N]):(tb?[B2,N,K]:[B2,K,N]));
  const w=tf.matMul(x,y,!!ta,!!tb).dataSync(), xd=x.dataSync(), yd=y.dataSync(); await tf.setBackend('cpu');
  const r=tf.matMul(tf.tensor(xd,x.shape),tf.tensor(yd,y.shape),!!ta,!!tb).dataSync(); await tf.setBackend('wasm'); n++;
  const e=Math.max(...w.map((v,i)=>Math.abs(v-r[i]))); if(!(e<1e-4)){bad++; console.log('BAD',B1,B2,M,N,K,ta,tb,e);} }
console.log(n,'checked',bad,'bad');
