from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import pickers
from congdoan.kernel.organisations.enums import Family
from congdoan.support.search.api import Provider, register
from congdoan.support.search.selectors.organisations import OrganisationSource, find_organisations
from congdoan.support.search.selectors.people import PersonSource, find_people

register(Provider("organisations", _("Tổ chức"), "diagram-3", find_organisations, order=10))
register(Provider("people", _("Cán bộ"), "people", find_people, order=20))

pickers.put("organisations", OrganisationSource())
pickers.put("unions", OrganisationSource(Family.UNION))
pickers.put("partners", OrganisationSource(Family.PARTNER))
pickers.put("people", PersonSource())
