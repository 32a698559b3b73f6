from congdoan.areas.analysis.views.charts import charts, charts_file
from congdoan.areas.analysis.views.maps import map_

__all__ = ["charts", "charts_file", "map_"]
