/** The page's only style sheet. Colours follow the reader's choice of a light or dark appearance. */
export const style = `
:root { color-scheme: light dark; --page: #ffffff; --text: #1f2328; --quiet: #59636e; --line: #d1d9e0; --track: #eaeef2;
  --before: #afb8c1; --after: #0969da; --crowded: #cf222e; --good: #1a7f37; --mark: #fff8c5;
  --c0: #0969da; --c1: #bc4c00; --c2: #1a7f37; --c3: #8250df; --c4: #bf3989; --c5: #9a6700 }
@media (prefers-color-scheme: dark) {
  :root { --page: #0d1117; --text: #f0f6fc; --quiet: #9198a1; --line: #3d444d; --track: #21262d;
    --before: #656c76; --after: #4493f8; --crowded: #f85149; --good: #3fb950; --mark: #3b2e00;
    --c0: #4493f8; --c1: #f0883e; --c2: #3fb950; --c3: #ab7df8; --c4: #db61a2; --c5: #d29922 }
}
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1rem; max-width: 64rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem }
h2 { font-size: 1.2rem; margin: 2rem 0 .75rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem }
h3 { font-size: 1rem; margin: 1rem 0 .25rem }
p { margin: .25rem 0 } ul { margin: .25rem 0; padding-left: 1.25rem }
a { color: var(--after) } a:focus-visible, summary:focus-visible { outline: 2px solid var(--after); outline-offset: 2px }
.quiet { color: var(--quiet) } .bad { color: var(--crowded) } .good { color: var(--good) }
.key { display: inline-block; width: .75rem; height: .75rem; border-radius: 2px; vertical-align: -.05rem }
.key.before { background: var(--before) } .key.after { background: var(--after) } .key.crowded { background: var(--crowded) }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 13.5rem), 1fr)); gap: .75rem; padding: 0; list-style: none }
.card { border: 1px solid var(--line); border-radius: 8px; padding: .75rem }
.card h3 { margin-top: 0 }
.meter { margin-top: .5rem } .meter p { display: flex; justify-content: space-between; margin: 0; font-size: .875rem }
.bars { display: block; width: 100%; height: 20px }
.track { fill: var(--track) } .bars .before { fill: var(--before) } .bars .after { fill: var(--after) } .bars .crowded { fill: var(--crowded) }
.flow { display: block; width: 100%; max-width: 36rem; margin: .5rem 0; height: auto }
.flow text { font: 600 11px system-ui, sans-serif; fill: var(--text); paint-order: stroke; stroke: var(--page); stroke-width: 3px }
.flow .column { font-weight: 400; fill: var(--quiet) }
.band { fill: none; opacity: .45 } a:hover .band, a:focus .band { opacity: .85 }
.s0 { stroke: var(--c0) } .s1 { stroke: var(--c1) } .s2 { stroke: var(--c2) } .s3 { stroke: var(--c3) } .s4 { stroke: var(--c4) } .s5 { stroke: var(--c5) }
.f0 { fill: var(--c0) } .f1 { fill: var(--c1) } .f2 { fill: var(--c2) } .f3 { fill: var(--c3) } .f4 { fill: var(--c4) } .f5 { fill: var(--c5) } .arrival { fill: var(--quiet) }
:target { background: var(--mark) }
table { border-collapse: collapse; width: 100%; font-size: .875rem; overflow-wrap: break-word }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line) }
th.figure, td.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
thead th { color: var(--quiet); font-weight: 600 } tbody th { font-weight: 600; max-width: 24rem }
caption { text-align: left; color: var(--quiet); padding-bottom: .25rem }
@media (max-width: 40rem) {
  table, tbody, tr, caption { display: block } thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  tr { border-bottom: 1px solid var(--line); padding: .4rem 0 }
  th, td, th.figure, td.figure { display: block; text-align: left; white-space: normal; border: 0; padding: .1rem 0 }
  td::before { content: attr(data-label) ": "; color: var(--quiet) }
}
@media print { details > * { display: block } }
`;
