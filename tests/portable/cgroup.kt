// The root of the task's control group: ancestor_ids became ancestors in 6.1; the name of
// the group's folder.
kprobe:vfs_unlink {
	$group = curtask.cgroups.dfl_cgrp;
	printf("%d %s\n", $group.ancestors[0].kn.id ?? $group.ancestor_ids[0], str($group.kn.name));
}
