// Draws the progress of an agreement from the data on the page; the tables below say the same.

const COLOURS = {
  on_time: "#1b7f4b",
  late: "#8a6d00",
  waiting: "#1f6fb5",
  returned: "#b3541e",
  overdue: "#b3261e",
  upcoming: "#8794a3",
};

function option(data) {
  return {
    aria: { enabled: true, decal: { show: false } },
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    legend: { bottom: 0, type: "plain" },
    grid: { left: 8, right: 24, top: 8, bottom: 70, containLabel: true },
    xAxis: { type: "value", minInterval: 1 },
    yAxis: {
      type: "category",
      inverse: true,
      data: data.names,
      axisLabel: { width: Math.min(260, window.innerWidth / 3), overflow: "break", lineHeight: 16 },
    },
    series: data.series.map((one) => ({
      name: one.name,
      type: "bar",
      stack: "all",
      barMaxWidth: 28,
      itemStyle: { color: COLOURS[one.code] },
      label: { show: true, formatter: (bar) => (bar.value ? String(bar.value) : "") },
      data: one.values,
    })),
  };
}

async function draw(figure) {
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const { init } = await import(figure.dataset.library);
  const canvas = figure.querySelector("[data-canvas]");
  figure.hidden = false;
  canvas.style.height = `${Math.max(320, data.names.length * 56 + 110)}px`;
  const chart = init(canvas);
  chart.setOption(option(data));
  new ResizeObserver(() => chart.resize()).observe(canvas);
}

document.querySelectorAll("[data-chart]").forEach(draw);
