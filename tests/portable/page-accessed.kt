// Pages that are used again, by inode. mark_page_accessed still exists beside what replaced
// it, and is called by nobody who reads files.
kprobe:folio_mark_accessed | mark_page_accessed {
	@[comm, (arg_folio.mapping ?? arg_page.mapping).host.i_ino] = count();
}
