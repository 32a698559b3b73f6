"""Two records of one person: found, merged, parted again; across people, members, duplicates."""
