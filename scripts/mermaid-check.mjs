// Gives Mermaid files to the parser of Mermaid itself:
//
//	npm install mermaid@11 jsdom && node mermaid-check.mjs FILE...
//
// It must stand where the packages were installed. Exit 1: a file was refused.
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';
const dom = new JSDOM('');
globalThis.window = dom.window; globalThis.document = dom.window.document;
const mermaid = (await import('mermaid')).default;
let bad = 0;
for (const f of process.argv.slice(2)) {
  try { await mermaid.parse(readFileSync(f, 'utf8')); } catch (e) { bad++; console.error(f + ': ' + e.message); }
}
console.log(process.argv.length - 2 + ' diagrams, ' + bad + ' refused');
process.exit(bad ? 1 : 0);
