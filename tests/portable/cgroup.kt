// Where the task's control group is: ancestor_ids became ancestors in 6.1; the name of
// the group's folder.
kprobe:vfs_unlink {
	$group = curtask.cgroups.dfl_cgrp;
	printf("%d %d %s\n", $group.ancestors[0].kn.id ?? $group.ancestor_ids[0],
	       $group.ancestors[1].kn.id ?? $group.ancestor_ids[1], str($group.kn.name));
}
