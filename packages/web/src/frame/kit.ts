/** How plain HTML looks in a custom element: as in the page around it, by the page's own tokens. */
export const kit = `
*, ::before, ::after { box-sizing: border-box; }
html { background: transparent; }
body {
  margin: 0;
  font: 400 0.9375rem / 1.5 var(--cw-font, system-ui, sans-serif);
  color: var(--cw-ink);
  overflow: hidden;
}
/* Room for the outline of what has the focus; the frame stands out by as much. */
#root { padding: 3px; display: flow-root; }
h1, h2, h3, h4 { margin: 0 0 0.5rem; font-weight: 600; line-height: 1.3; }
h1 { font-size: 1.125rem; } h2 { font-size: 1rem; } h3, h4 { font-size: 0.9375rem; }
p { margin: 0 0 0.5rem; } p:last-child { margin: 0; }
small { color: var(--cw-ink-3); font-size: 0.8125rem; }
label { display: grid; gap: 0.25rem; font-weight: 500; }
button {
  font: inherit; font-weight: 500; cursor: pointer; min-block-size: 2rem; padding: 0 0.75rem;
  border: 1px solid var(--cw-line-2); border-radius: 0.5rem; background: var(--cw-raised); color: var(--cw-ink);
}
button:hover { background: var(--cw-well); }
button.primary { border-color: transparent; background: var(--cw-accent-fill); color: var(--cw-on-accent); }
button:disabled { cursor: default; color: var(--cw-ink-off); background: var(--cw-well); border-color: var(--cw-line); }
input:not([type='checkbox'], [type='radio'], [type='range']), select, textarea {
  font: inherit; inline-size: 100%; min-block-size: 2rem; padding: 0.25rem 0.625rem;
  border: 1px solid var(--cw-line-control); border-radius: 0.5rem; background: var(--cw-raised); color: var(--cw-ink);
}
input[type='checkbox'], input[type='radio'], input[type='range'], progress { accent-color: var(--cw-accent-fill); }
progress { inline-size: 100%; }
:focus-visible { outline: 2px solid var(--cw-ring); outline-offset: 1px; }
table { border-collapse: collapse; inline-size: 100%; }
th, td { padding: 0.375rem 0.5rem; text-align: start; border-block-end: 1px solid var(--cw-line); }
.card { padding: 0.875rem; border: 1px solid var(--cw-line-2); border-radius: 0.75rem; background: var(--cw-raised); }
.stack { display: grid; gap: 0.625rem; }
.row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.badge { padding: 0.0625rem 0.5rem; border-radius: 1rem; font-size: 0.8125rem; background: var(--cw-accent-soft); color: var(--cw-accent-text); }
`
