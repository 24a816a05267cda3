#!/usr/bin/env ktrace
// name: vmmap
// does: prints the memory areas of a process: addresses, size, rights, what is mapped there
// usage: ktrace vmmap --pid PID
// overhead: one pass over the processes and one over the areas; nothing stays attached
// kernels: all; before 6.7, where no iterator holds the areas' lock, what changes meanwhile may be missed
// example: ktrace vmmap --pid 1234 -- what /proc/1234/maps shows, and sizes
// example: ktrace -f json vmmap --pid 1234 -- an object for each area

param pid : pid "the process";

config = { print_maps_on_exit = false }

fn show($v : struct vm_area_struct *) {
	$flags = $v.vm_flags;
	$r = $flags & 1 ? "r" : "-";
	$w = $flags & 2 ? "w" : "-";
	$x = $flags & 4 ? "x" : "-";
	$s = $flags & 128 ? "s" : "p";
	$start = (void *)$v.vm_start;
	$end = (void *)$v.vm_end;
	$size = size($v.vm_end - $v.vm_start);
	if ($v.vm_file) {
		emit($start, $end, $size, $r, $w, $x, $s, offset = (void *)($v.vm_pgoff * 4096),
		     inode = $v.vm_file.f_inode, what = $v.vm_file);
	} else {
		$m = $v.vm_mm;
		$what = $v.vm_start < $m.brk && $v.vm_end > $m.start_brk ? "[heap]" :
			$v.vm_start <= $m.start_stack && $v.vm_end >= $m.start_stack ? "[stack]" :
			$v.vm_start == (uint64)($m.context.vdso ?? 0) ? "[vdso]" : "";
		emit($start, $end, $size, $r, $w, $x, $s, offset = (void *)0, inode = "", $what);
	}
}

// From 6.7 on an iterator goes over the areas, under their lock. Before, they are looked up
// one after the other: in a list up to 6.0, then in a tree.
begin {
	for $t : tasks() {
		if ($t.pid != $pid) { continue; }
		@found = 1;
		if (has(kfunc:bpf_iter_task_vma_new)) {
			for $v : vmas($t) {
				show($v);
			}
		} else {
			@mm = (uint64)$t.mm;
		}
		break;
	}
	if (!@found) { printf("no process has the number %d\n", $pid); }
	if (!@found || has(kfunc:bpf_iter_task_vma_new)) { exit(); }
}

// The area at @address, or NULL if none is there, from the maple tree; @address is then the
// end of the area, or of the gap. A node's address has its type in its lower bits; type 3
// has 10 slots, types 2 and 1 have 16, and below 2 are the leaves, whose slots are areas.
fn look_up($mm : struct mm_struct *) : struct vm_area_struct * {
	$entry = (uint64)$mm.mm_mt.ma_root;
	$last = (uint64)-1;
	$leaf = false;
	unroll(6) {
		if (!$leaf) {
			$node = (struct maple_node *)($entry & ~255);
			$type = ($entry >> 3) & 15;
			$leaf = $type < 2;
			$slot = 0;
			for $i : 0..15 {
				$pivot = $type == 3 ? $node.ma64.pivot[$i] : $node.mr64.pivot[$i];
				// What no pivot bounds ends with the node.
				if ($type == 3 && $i == 9 || $i > 0 && $pivot == 0) { break; }
				if ($pivot >= @address) { $last = $pivot; break; }
				$slot = $i + 1;
			}
			$entry = (uint64)($type == 3 ? $node.ma64.slot[$slot] : $node.mr64.slot[$slot]);
		}
	}
	@address = $last + 1;
	return (struct vm_area_struct *)$entry;
}

interval:us:500 /!has(kfunc:bpf_iter_task_vma_new) && !@done/ {
	if (has(struct mm_struct.mmap)) {
		if (!@address) { @area = (uint64)((struct mm_struct *)@mm).mmap; }
		else { @area = (uint64)((struct vm_area_struct *)@area).vm_next; }
		@address = 1;
	} else {
		@area = (uint64)look_up((struct mm_struct *)@mm);
		if (!@area && @address) { return; }
	}
	if (!@area) {
		@done = 1;
		exit();
	}
	show((struct vm_area_struct *)@area);
}
