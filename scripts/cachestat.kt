#!/usr/bin/env ktrace
// name: cachestat
// does: counts what is found in the page cache and what has to be fetched, each second
// usage: ktrace cachestat [options]
// overhead: one program for each page that is read from the cache, comes into it or is written to
// kernels: all that have kprobes or fentry
// example: ktrace cachestat -- the whole machine
// example: ktrace cachestat --pids 812 --every 10s -- one process
// example: ktrace cachestat --inodes 131074 -- one file, by the number that ls -i tells

param pids : set(pid) = all "processes to look at";
param inodes : set(uint) = all "files to look at, by the numbers that ls -i tells";
param every : duration = 1s "how often";

// The cache works in folios since 5.16. The functions from before are still there and hardly
// called, so the order decides: the one that came later first.
func:folio_mark_accessed | mark_page_accessed
/pid in $pids && (arg_folio.mapping ?? arg_page.mapping).host.i_ino in $inodes/ { @used++; }

func:filemap_add_folio | add_to_page_cache_lru
/pid in $pids && arg_mapping.host.i_ino in $inodes/ { @added++; }

func:__folio_mark_dirty | folio_account_dirtied | account_page_dirtied
/pid in $pids && arg_mapping.host.i_ino in $inodes/ { @dirtied++; }

// What comes into the cache to be written to was not looked for; what comes ahead of its
// reader is missed before it is used.
fn row() {
	$missed = (int64)@added > (int64)@dirtied ? (int64)@added - (int64)@dirtied : 0;
	$hit = (int64)@used > $missed ? (int64)@used - $missed : 0;
	emit(time, hits = $hit, misses = $missed, dirtied = @dirtied,
	     percent = $hit + $missed > 0 ? 100 * $hit / ($hit + $missed) : 0);
}

interval:$every {
	row();
	@used = 0; @added = 0; @dirtied = 0;
}

// What was counted since the last row.
END {
	row();
	clear(@used); clear(@added); clear(@dirtied);
}
