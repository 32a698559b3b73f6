// What the product draws charts with; tools/vendor bundles it into foundation/static/vendor.
import { init, use } from "echarts/core";
import { BarChart, GraphChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendPlainComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, GraphChart, AriaComponent, GridComponent, LegendPlainComponent, CanvasRenderer]);

export { init };
