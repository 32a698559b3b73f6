#: The verb of a look at something sensitive.
SEEN = "seen"
#: Key of ``changes`` that lists names of fields without their values (personal data).
FIELDS = "fields"
