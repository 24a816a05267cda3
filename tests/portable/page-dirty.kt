// Pages that are written to, by inode.
kprobe:__folio_mark_dirty | folio_account_dirtied | account_page_dirtied {
	@[arg_mapping.host.i_ino] = count();
}
