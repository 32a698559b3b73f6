// Draws who has agreed what with whom from the data on the page; the table below says the same.

const LOOKS = {
  centre: { symbol: "circle", symbolSize: 34, color: "#0b4f8a" },
  party: { symbol: "circle", symbolSize: 20, color: "#5b8db8" },
  agreement: { symbol: "rect", symbolSize: 16, color: "#1b7f4b" },
  over: { symbol: "rect", symbolSize: 14, color: "#8794a3" },
};

function shortened(name) {
  return name.length > 28 ? `${name.slice(0, 27)}…` : name;
}

function option(data) {
  const few = data.nodes.length <= 60;
  return {
    aria: { enabled: true, decal: { show: false } },
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    series: [
      {
        type: "graph",
        layout: "force",
        roam: true,
        force: { repulsion: few ? 700 : 90, edgeLength: few ? 120 : 45, gravity: few ? 0.06 : 0.1, layoutAnimation: false },
        label: {
          position: "bottom",
          width: 130,
          lineHeight: 14,
          overflow: "break",
          formatter: (node) => shortened(node.data.words),
        },
        labelLayout: { hideOverlap: true },
        lineStyle: { color: "#8794a3", width: 1.2 },
        data: data.nodes.map((node) => ({
          id: node.id,
          name: node.id,
          label: { show: few || node.kind === "centre" },
          ...LOOKS[node.kind],
          itemStyle: { color: LOOKS[node.kind].color },
          url: node.url,
          words: node.name,
        })),
        links: data.links,
      },
    ],
  };
}

async function draw(figure) {
  const data = JSON.parse(document.getElementById(figure.dataset.network).textContent);
  const { init } = await import(figure.dataset.library);
  const canvas = figure.querySelector("[data-canvas]");
  figure.hidden = false;
  canvas.style.height = `${Math.min(640, Math.max(360, window.innerHeight * 0.6))}px`;
  const chart = init(canvas);
  chart.setOption(option(data));
  chart.on("click", (node) => {
    if (node.data?.url) window.location.assign(node.data.url);
  });
  new ResizeObserver(() => chart.resize()).observe(canvas);
}

document.querySelectorAll("[data-network]").forEach(draw);
