// The folder above the task's control group: parent became __parent in 6.15.
kprobe:vfs_unlink {
	$node = curtask.cgroups.dfl_cgrp.kn;
	printf("%s\n", str(($node.__parent ?? $node.parent).name));
}
