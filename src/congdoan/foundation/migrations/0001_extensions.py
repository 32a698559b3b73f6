from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Extensions that exclusion constraints and search rest on; every slice depends on it."""

    operations = [BtreeGistExtension(), TrigramExtension()]
