/*
 * Iterator: the rows.
 */
#include "codegen/iterator.h"

#include <stddef.h>
#include <string.h>

const struct iterator_row iterator_rows[ITERATOR_COUNT] = {
	[ITERATOR_TASKS] = {
		.word = "tasks", .argument = "", .element = "task_struct",
		.functions = "bpf_iter_task",
		.flags = { { "BPF_TASK_ITER_ALL_PROCS", 0 } },
		.fields = { "task_struct.pid" },
		.symbol = "init_task", .start = "tasks", .link = "tasks", .is_ring = true,
		.walked = "the kernel's list of processes",
	},
	[ITERATOR_THREADS] = {
		.word = "threads", .argument = "task_struct", .element = "task_struct",
		.functions = "bpf_iter_task",
		.flags = { { "BPF_TASK_ITER_PROC_THREADS", 2 },
			   { "BPF_TASK_ITER_ALL_THREADS", 1 } },
		.fields = { "task_struct.pid", "task_struct.tgid" },
		.start = "signal->thread_head", .link = "thread_node", .is_ring = true,
		.walked = "the process's list of threads",
	},
	[ITERATOR_VMAS] = {
		.word = "vmas", .argument = "task_struct", .element = "vm_area_struct",
		.functions = "bpf_iter_task_vma",
		.start = "mm->mmap", .link = "vm_next",
		.walked = "the process's list of memory areas, without its lock",
	},
	[ITERATOR_CHILDREN] = {
		.word = "children", .argument = "cgroup", .element = "cgroup",
		.functions = "bpf_iter_css",
		.flags = { { "BPF_CGROUP_ITER_DESCENDANTS_PRE", 1 }, { "CSS_ONLINE", 2 } },
		.fields = { "cgroup_subsys_state.cgroup", "cgroup_subsys_state.parent",
			    "cgroup_subsys_state.flags", "cgroup.self" },
		.start = "self.children", .link = "self.sibling", .is_ring = true,
		.walked = "the group's list of children",
	},
	[ITERATOR_BITS] = {
		.word = "bits", .functions = "bpf_iter_bits",
	},
};

const struct iterator_row *iterator_find(const char *word)
{
	for (unsigned i = 0; i < ITERATOR_COUNT; i++)
		if (!strcmp(iterator_rows[i].word, word))
			return &iterator_rows[i];
	return NULL;
}
