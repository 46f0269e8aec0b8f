"""The page's style sheet: for a narrow window, a wide one, and A4 paper. Nothing is told by colour alone."""

CSS = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.25rem 1rem 3rem; max-width: 50rem; background: #fff; color: #1a1a1a;
  font: 1rem/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.25rem; line-height: 1.35; margin: 0 0 .75rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
h4 { font-size: 1rem; margin: 0 0 .5rem; }
p, ul, ol { margin: .5rem 0; }
a { color: #0b4a8f; }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .9em; }
header { border-bottom: 3px solid #1a1a1a; padding-bottom: .75rem; margin-bottom: 1.5rem; }
.claim { border-bottom: 1px solid #999; padding: .5rem 0 1.5rem; margin-bottom: 1.5rem; }
.number { display: block; font-size: .85rem; font-weight: 600; letter-spacing: .04em; text-transform: uppercase;
  color: #555; }
.citation, .relation { border: 1px solid #bbb; border-left: 6px solid #555; padding: .75rem 1rem; margin: .75rem 0; }
.supports { border-left-style: solid; border-left-color: #1d6b35; }
.contradicts { border-left-style: double; border-left-color: #a11; border-left-width: 8px; }
.mentions { border-left-style: dotted; border-left-color: #555; }
.sign { display: inline-block; min-width: 1.4em; border: 1px solid currentColor; text-align: center; line-height: 1.3;
  margin-inline-end: .4em; }
blockquote { margin: 0 0 .75rem; font-family: Georgia, "Times New Roman", "Noto Serif", serif; font-size: 1.05rem;
  line-height: 1.55; }
.context { color: #555; font-size: .93em; }
mark { background: #fff0a3; color: inherit; text-decoration: underline; text-decoration-thickness: 2px;
  text-underline-offset: 3px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
del { text-decoration: line-through; }
.withdrawn { border: 2px solid #a11; padding: .5rem .75rem; margin: 0 0 .75rem; }
.warning { font-weight: 600; }
dl { margin: .5rem 0; display: grid; grid-template-columns: 9.5rem 1fr; gap: .2rem 1rem; font-size: .92rem; }
dt { color: #555; }
dd { margin: 0; }
.unknown { color: #555; font-style: italic; }
.fingerprint { border: 1px solid #bbb; padding: .75rem 1rem; }
.fingerprint code { font-size: 1.05rem; word-spacing: .25em; line-height: 1.8; overflow-wrap: normal; }
.end { border-top: 3px solid #1a1a1a; padding-top: 1rem; margin-top: 2rem; }
@media (max-width: 34rem) {
  dl { grid-template-columns: 5.8rem 1fr; gap: .25rem .6rem; font-size: .88rem; }
  .citation, .relation { padding: .6rem .7rem; }
}
@media print {
  @page { size: A4; margin: 16mm; }
  body { max-width: none; padding: 0; font-size: 10pt; line-height: 1.4; }
  blockquote { font-size: 10.5pt; line-height: 1.45; }
  dl { font-size: 9pt; line-height: 1.35; gap: .1rem 1rem; }
  a { color: inherit; text-decoration: none; }
  h2, h3, h4, .withdrawn { break-after: avoid; }
  h2, .citation, .relation, blockquote, .withdrawn, .fingerprint, dt, dd { break-inside: avoid; }
}
"""
