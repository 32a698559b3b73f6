"""Run by a test as a process of its own, to be killed: settles on the test's database."""

import os

import django


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.DATABASES["default"].update(
        NAME=os.environ["TEST_DATABASE"],
        HOST=os.environ["TEST_HOST"],
        PORT=os.environ["TEST_PORT"],
    )
    settings.CLOCK = os.environ["TEST_CLOCK"]
    call_command("settle_events")


if __name__ == "__main__":
    main()
