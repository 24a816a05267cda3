// Pages that enter the page cache, by inode. add_to_page_cache_lru still exists after 5.16
// and is no longer where they pass: the new one comes first.
kprobe:filemap_add_folio | add_to_page_cache_lru { @[arg_mapping.host.i_ino] = count(); }
