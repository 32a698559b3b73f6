from congdoan.surfaces.desk.views.choices import language, switch
from congdoan.surfaces.desk.views.home import home
from congdoan.surfaces.desk.views.style_guide import style_guide

__all__ = ["home", "language", "style_guide", "switch"]
