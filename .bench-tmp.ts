import { checkFilter, runFilter } from "/work/main/supabase/functions/_shared/filter-runtime/filter-runtime.ts";
import { packRequest } from "/work/main/supabase/functions/_shared/filter-runtime/packing.ts";
const dir="/work/shared/data/klines/"; const syms=["ALGO","AVAX","DOT","FIL","LINK","LTC","NEAR"];
const load=(s:string)=>({symbol:s+"USDT",ticker:{lastPrice:1,priceChangePercent:1,quoteVolume:1},klines:Object.fromEntries(["1m","5m","15m","1h"].map(i=>[i,JSON.parse(Deno.readTextFileSync(`${dir}${s}USDT-${i}.json`)).slice(-250)])),timestamp:Date.now()});
const data=syms.map(load); const inputs=Array.from({length:40},(_,i)=>data[i%7]!);
let t=performance.now(); await checkFilter("return true","filter"); console.log("cold",(performance.now()-t).toFixed(0));
const code=`klines := data.Klines["5m"]
if len(klines) < 50 { return false }
rsi := indicators.GetLatestRSI(klines, 14)
macd := indicators.GetLatestMACD(data.Klines["15m"], 12, 26, 9)
bb := indicators.GetLatestBollingerBands(klines, 20, 2.0)
if rsi == nil || macd == nil || bb == nil { return false }
sum := 0.0
for i := len(klines) - 50; i < len(klines); i++ { sum += klines[i].Volume }
avg := sum / 50
last := klines[len(klines)-1]
return *rsi < 40 && macd.MACD > macd.Signal && last.Close < bb.Middle && last.Volume > avg*0.5`;
const best=async(n:number,f:()=>Promise<unknown>)=>{const b:number[]=[];for(let i=0;i<n;i++){const t=performance.now();await f();b.push(performance.now()-t);}b.sort((x,y)=>x-y);return `min ${b[0]!.toFixed(2)} p50 ${b[n>>1]!.toFixed(2)} p95 ${b[Math.floor(n*.95)]!.toFixed(2)}`;};
console.log("compile",await best(50,()=>checkFilter(code,"filter")));
console.log("run 40",await best(15,()=>runFilter({code,component:"filter",inputs})));
console.log("run 40 trivial",await best(15,()=>runFilter({code:"return true",component:"filter",inputs})));
console.log("run 1",await best(15,()=>runFilter({code,component:"filter",inputs:inputs.slice(0,1)})));
console.log("1M loop",await best(3,()=>runFilter({code:"for {}",component:"filter",inputs:inputs.slice(0,1)})));
console.log("pack 40",await best(10, ()=>Promise.resolve(packRequest({},inputs))));
console.log("rss MB",(Deno.memoryUsage().rss/1e6).toFixed(0));
