/** Follows the reader's choice of light or dark, and the width of the screen. */
export const STYLE = `
:root{color-scheme:light dark;--back:#f6f7f9;--card:#fff;--text:#16181d;--soft:#5d6470;--rule:#e4e7ec;--accent:#3355e0;--fill:#3355e01f;--up:#177245;--down:#b42318;--warn:#fff6e0;--warn-edge:#e0a100}
@media (prefers-color-scheme:dark){:root{--back:#0f1115;--card:#181b21;--text:#eceef2;--soft:#a0a7b4;--rule:#2a2f38;--accent:#8aa2ff;--fill:#8aa2ff26;--up:#5fd39a;--down:#ff8f84;--warn:#2b2410;--warn-edge:#c99a1a}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:56rem;margin:0 auto;padding:2rem 1.25rem 3rem}
a{color:var(--accent)}
.about{margin:0 0 .5rem;color:var(--soft);font-size:.9rem}
.about strong{color:var(--text)}
h1{margin:0;font-size:1.5rem;line-height:1.3;overflow-wrap:anywhere;white-space:pre-line}
h2{margin:0 0 .75rem;font-size:1rem}
.whole{margin:.75rem 0 0;overflow-wrap:anywhere;white-space:pre-line}
.hashtags{margin:.5rem 0 0;color:var(--soft);overflow-wrap:anywhere}
.open{display:inline-block;margin-top:1rem;padding:.5rem 1rem;border-radius:.5rem;background:var(--accent);color:var(--card);font-weight:600;text-decoration:none}
.open:hover{opacity:.9}
.notice{margin:1.25rem 0 0;padding:.75rem 1rem;border-left:4px solid var(--warn-edge);border-radius:.25rem;background:var(--warn)}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:.75rem;margin:1.5rem 0 0}
.tile,.card{background:var(--card);border:1px solid var(--rule);border-radius:.75rem;padding:1rem}
.tile{display:flex;flex-direction:column;min-width:0}
dt{color:var(--soft);font-size:.85rem}
dd{margin:0}
.number{font-size:1.75rem;font-weight:700;line-height:1.25;font-variant-numeric:tabular-nums}
.change{color:var(--soft);font-size:.85rem}
.up{color:var(--up)}.down{color:var(--down)}
.sparkline{display:block;width:100%;height:2rem;margin-top:.5rem}
.sparkline path{fill:none;stroke:var(--accent);stroke-width:2;stroke-linecap:round;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.sparkline .dot{stroke-width:4}
.card{margin-top:.75rem}
.chart{display:block;width:100%;height:auto}
.narrow{display:none}
.grid path{stroke:var(--rule)}
.ticks path{stroke:var(--soft)}
.ticks text{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
.x text{text-anchor:middle}.y text{text-anchor:end}
.line path{fill:none;stroke:var(--accent);stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}
.line .dot{stroke-width:5}
.area path{fill:var(--fill)}
.points rect{fill:transparent}
.spot{fill:var(--accent);stroke:var(--card);stroke-width:2}
.hidden{opacity:0}
.points g:hover .spot{opacity:1}
.empty{margin:0;padding:2.5rem 0;text-align:center;color:var(--soft)}
header details{margin-top:.5rem}
summary{cursor:pointer;font-weight:600}
.scroll{overflow-x:auto;margin-top:.75rem}
table{width:100%;border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.4rem .5rem;border-bottom:1px solid var(--rule);text-align:right;white-space:nowrap}
th:first-child{text-align:left;font-weight:500}
thead th{color:var(--soft);font-weight:600}
footer{margin-top:1.5rem;color:var(--soft);font-size:.85rem}
footer p{margin:.25rem 0}
@media (max-width:40rem){main{padding:1.25rem 1rem 2rem}h1{font-size:1.25rem}.tiles{grid-template-columns:repeat(2,1fr)}.wide{display:none}.narrow{display:block}.card{padding:.875rem}}
`
