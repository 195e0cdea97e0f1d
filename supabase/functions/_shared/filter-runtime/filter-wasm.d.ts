/** The filter runtime: base64 of a gzipped WebAssembly module. */
declare const compressed: string;
export default compressed;
