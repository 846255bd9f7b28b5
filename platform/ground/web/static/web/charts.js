// Draws every [data-chart] from the JSON beside it. The library is fetched only where a page has a chart.
(() => {
  "use strict";
  const library = document.currentScript.dataset.library;
  const drawn = new Map();
  let loading;

  const load = () => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = library; script.onload = resolve; script.onerror = reject;
    document.head.append(script);
  });

  const short = (value) => Math.abs(value) >= 1e8 ? `${+(value / 1e8).toFixed(2)}亿`
    : Math.abs(value) >= 1e4 ? `${+(value / 1e4).toFixed(2)}万` : value.toLocaleString("zh-CN");

  function option(figure, data, css) {
    const ink = css.getPropertyValue("--sl-ink-2").trim();
    const line = css.getPropertyValue("--sl-line").trim();
    const colours = ["--sl-action", "--sl-accent", "--sl-good", "--sl-warn"].map((name) => css.getPropertyValue(name).trim());
    const text = { color: ink, fontFamily: css.fontFamily, fontSize: 13 };
    const kind = figure.dataset.chart === "line" ? "line" : "bar";
    const lying = figure.dataset.chart === "bars" || (kind === "bar" && data.labels.some((label) => label.length > 6));
    const told = kind === "bar" && data.labels.length * data.series.length <= 24; // each bar bears its figure
    const whole = data.series.every((one) => one.values.every(Number.isInteger));
    const labels = { type: "category", data: data.labels, inverse: lying, axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { ...text, interval: lying ? 0 : "auto", width: lying ? 110 : undefined, overflow: "truncate" } };
    const values = { type: "value", splitLine: { lineStyle: { color: line } }, axisLabel: { ...text, formatter: short }, splitNumber: 4, minInterval: whole ? 1 : 0 };
    if (told) Object.assign(values, { axisLabel: { show: false }, splitLine: { show: false } });
    return {
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      animationDuration: 250, color: colours, textStyle: text,
      grid: { left: 4, right: lying ? 56 : 12, top: lying ? 4 : 24, bottom: 4, containLabel: true },
      xAxis: lying ? values : labels, yAxis: lying ? labels : values,
      series: data.series.map((one) => ({
        name: one.name, type: kind, data: one.values, barMaxWidth: lying ? 18 : 36, symbolSize: 7, lineStyle: { width: 2.5 },
        itemStyle: { borderRadius: lying ? [0, 3, 3, 0] : [3, 3, 0, 0] },
        label: { show: kind === "bar" ? told : data.series.length === 1, position: lying ? "right" : "top", ...text, formatter: (point) => (point.value ? short(point.value) : "") },
      })),
    };
  }

  async function draw() {
    const figures = [...document.querySelectorAll("[data-chart]")];
    if (!figures.length) return;
    await load();
    for (const figure of figures) {
      const stage = figure.querySelector(".sl-chart-stage");
      const data = JSON.parse(document.getElementById(figure.dataset.source).textContent);
      if (!data.labels.length) { figure.hidden = true; continue; }
      let chart = drawn.get(stage);
      if (!chart) { chart = window.echarts.init(stage, null, { renderer: "canvas" }); drawn.set(stage, chart); }
      chart.setOption(option(figure, data, getComputedStyle(document.body)), true);
    }
  }

  document.addEventListener("DOMContentLoaded", draw);
  document.addEventListener("themechange", draw);
  document.addEventListener("htmx:afterSettle", draw);
  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { for (const [stage, chart] of drawn) if (stage.isConnected) chart.resize(); }, 120);
  });
})();
