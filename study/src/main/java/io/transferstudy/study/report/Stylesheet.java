package io.transferstudy.study.report;

/** The report's looks: narrow and wide, light and dark, screen and paper. */
final class Stylesheet {
  private Stylesheet() {}

  /** Blue for values, orange for fits: told apart with any colour vision. */
  static final String CSS =
"""
      :root {
        --paper: #fff; --ink: #1a1f26; --quiet: #586271; --rule: #d9dee5; --soft: #f4f6f9;
        --value: #0b5fa5; --fit: #b85a00; --bad: #8f2d00; --bad-soft: #fdeee4;
        --s0: #eff5fb; --s1: #d5e5f3; --s2: #a9cde6; --s3: #6baed6; --s4: #2c78b2; --s5: #0f559a; --s6: #08306b;
        --on0: #1a1f26; --on4: #fff;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --paper: #12161b; --ink: #e6eaf0; --quiet: #9aa5b4; --rule: #303944; --soft: #1a2027;
          --value: #74b6ea; --fit: #f2a65a; --bad: #ffb08a; --bad-soft: #3a2419;
          --s0: #17222d; --s1: #1a3348; --s2: #1e4768; --s3: #235d8a; --s4: #5b9fd0; --s5: #94c5e8; --s6: #d2e8f8;
          --on0: #e6eaf0; --on4: #0c1117;
        }
      }
      * { box-sizing: border-box; }
      body { margin: 0; background: var(--paper); color: var(--ink);
        font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "DejaVu Sans", sans-serif;
        overflow-wrap: break-word; }
      main { max-width: 76rem; margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 3rem) 3rem; }
      h1 { font-size: clamp(1.6rem, 4vw, 2.4rem); line-height: 1.2; margin: 0; }
      h2 { font-size: 1.3rem; margin: 2.5rem 0 .25rem; padding-top: .75rem; border-top: 1px solid var(--rule); }
      h3 { font-size: 1rem; margin: 1.25rem 0 .1rem; }
      p { margin: .25rem 0 .5rem; max-width: 75ch; }
      header p { margin: 0; }
      .quiet { color: var(--quiet); font-size: .9rem; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th { font-weight: 600; text-align: left; }
      thead th { color: var(--quiet); font-size: .82rem; font-weight: 400; }
      .facts { display: flex; flex-wrap: wrap; gap: .75rem 2rem; margin: 1rem 0 0; }
      dt { color: var(--quiet); font-size: .82rem; }
      dd { margin: 0; }
      .facts dd { font-size: 1.1rem; font-weight: 600; }
      .found { margin: .75rem 0 0; padding-left: 1.4rem; max-width: 80ch; font-size: 1.08rem; }
      .found li { margin-bottom: .6rem; }

      .board { width: 100%; table-layout: fixed; }
      .board td, .board th { padding: .15rem .75rem .15rem 0; vertical-align: middle; border-bottom: 1px solid var(--rule); }
      .board thead th, .board thead .standing { vertical-align: bottom; font-size: .82rem; }
      .board .place { color: var(--quiet); width: 2.4rem; white-space: nowrap; }
      .board .model { width: 12rem; }
      .board .plot { padding: 0 1.5rem 0 .5rem; }
      .board .number { text-align: right; white-space: nowrap; width: 8rem; }
      .board .typical { width: 7.75rem; }
      .board .standing { color: var(--quiet); font-size: .9rem; padding-right: 0; padding-left: .5rem; width: 12rem; white-space: nowrap; }
      .board .best { color: var(--value); font-weight: 600; }
      .board .missing { color: var(--quiet); font-size: .9rem; }
      .board .unranked .model { font-weight: 400; }
      svg { display: block; overflow: visible; }
      .bar, .marks { width: 100%; }
      .marks text { fill: var(--quiet); font-size: 11.5px; }
      .tick { stroke: var(--rule); }
      .error { stroke: var(--value); stroke-width: 2; stroke-opacity: .55; }
      .dot { fill: var(--value); }

      .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 1rem 2rem; }
      figure { margin: 0; max-width: 36rem; break-inside: avoid; }
      figcaption p { color: var(--quiet); font-size: .9rem; }
      .scatter { width: 100%; height: auto; }
      .scatter .frame { fill: none; stroke: var(--rule); }
      .scatter .fit { stroke: var(--fit); stroke-width: 1.75; }
      .scatter .leader { stroke: var(--quiet); stroke-width: .75; stroke-opacity: .7; }
      .scatter text { font-size: 12px; fill: var(--ink); }
      .scatter .label, .scatter .axis { fill: var(--quiet); }
      .scatter .name { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }

      .grids { display: flex; flex-wrap: wrap; gap: 0 2.5rem; }
      .grids > div { min-width: 0; max-width: 100%; }
      .wide { overflow-x: auto; }
      .grid th { padding: .2rem .6rem .2rem 0; font-size: .9rem; }
      .grid tbody th { position: sticky; left: 0; background: var(--paper); min-width: 6.5rem; max-width: 12rem; }
      .grid thead th { padding: .2rem .25rem; text-align: center; min-width: 4.8rem; overflow-wrap: normal; }
      .grid td { padding: .3rem .5rem; text-align: center; border: 2px solid var(--paper); line-height: 1.2; }
      .grid small { display: block; font-size: .72rem; opacity: .85; white-space: nowrap; }
      .grid .seeds { font-size: .72rem; }
      .grid .none { background: var(--soft); color: var(--quiet); font-size: .82rem; }
      .grid .failed { background: var(--bad-soft); color: var(--bad); }
      .s0 { background: var(--s0); } .s1 { background: var(--s1); } .s2 { background: var(--s2); } .s3 { background: var(--s3); }
      .s4 { background: var(--s4); } .s5 { background: var(--s5); } .s6 { background: var(--s6); }
      .s0, .s1, .s2, .s3 { color: var(--on0); } .s4, .s5, .s6 { color: var(--on4); }
      .legend { white-space: nowrap; }
      .legend i { display: inline-block; width: 1.1rem; height: .8rem; vertical-align: -1px; }

      .failures { width: 100%; font-size: .92rem; }
      .failures td, .failures th { padding: .35rem 1rem .35rem 0; vertical-align: top; border-bottom: 1px solid var(--rule); }
      .failures td:first-child { color: var(--bad); }
      .methods p { font-size: .95rem; }
      .provenance { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: .5rem 1.5rem; font-size: .92rem; }

      @media screen and (max-width: 66rem) {
  .board .typical { display: none; }
}
@media screen and (max-width: 54rem) {
  .grid thead th { min-width: 4.3rem; font-size: .8rem; }
  .grid td { padding: .3rem .2rem; }
  .grid small { font-size: .66rem; }
  .grid tbody th { min-width: 5.5rem; font-size: .84rem; }
        .board, .board tbody, .board thead { display: block; }
        .board tr { display: grid; grid-template-columns: 2rem 1fr auto; border-bottom: 1px solid var(--rule); padding: .35rem 0 .25rem; }
        .board td, .board th { border: 0; padding: 0; width: auto; }
        .board thead th { display: none; }
        .board thead .plot { display: block; }
        .board .plot { grid-column: 1 / -1; grid-row: 3; padding: 0 .75rem; }
              .board .standing { grid-column: 2 / -1; grid-row: 2; padding: 0; }
        .board .missing { grid-column: 2 / -1; }
  .board .unranked .standing { display: none; }
        .failures, .failures tbody, .failures tr, .failures td { display: block; }
        .failures thead { display: none; }
        .failures td { border: 0; padding: .1rem 0; }
        .failures tr { border-bottom: 1px solid var(--rule); padding: .4rem 0; }
      }
      @media print {
        :root { --paper: #fff; --ink: #000; --quiet: #444; --rule: #bbb; --soft: #f4f6f9;
          --value: #0b5fa5; --fit: #b85a00; --bad: #8f2d00; --bad-soft: #fdeee4;
          --s0: #eff5fb; --s1: #d5e5f3; --s2: #a9cde6; --s3: #6baed6; --s4: #2c78b2; --s5: #0f559a; --s6: #08306b;
          --on0: #000; --on4: #fff; }
        * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        html { font-size: 70%; }
  body { font-size: 1rem; }
        main { max-width: none; padding: 0; }
        h2, h3, .quiet { break-after: avoid; }
        tr, .board, .grid { break-inside: avoid; }
        .wide { overflow: visible; }
      }
""";
}
