// Pages that are used again. mark_page_accessed still exists beside what replaced it.
kprobe:folio_mark_accessed | mark_page_accessed { @[comm] = count(); }
