/*
 * Emit: the emitting halves of the rows; stdlib/emit_*.c.
 */
#pragma once

struct LLVMOpaqueValue;
struct emitter;
struct expr;

struct LLVMOpaqueValue *emit_uaddr(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_usermode(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_pointer_of(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_pton(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_memcmp(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_strstr(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_str_concat(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_signal(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_signal_thread(struct emitter *emitter, const struct expr *call,
					   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_override(struct emitter *emitter, const struct expr *call,
				      struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_pid(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_tid(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_uid(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_gid(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_comm(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_cpu(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_cgroup(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_curtask(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_rand(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_jiffies(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_numaid(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_ncpus(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_ctx(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_probe(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_compat(struct emitter *emitter, const struct expr *call,
				    struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_args(struct emitter *emitter, const struct expr *call,
				  struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_returned(struct emitter *emitter, const struct expr *call,
				      struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_nsecs(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_elapsed(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_func(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_ksym(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_usym(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_kstack(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_str(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_buf(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_strncmp(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_syscall_name(struct emitter *emitter, const struct expr *call,
					  struct LLVMOpaqueValue *to);
struct LLVMOpaqueValue *emit_strcontains(struct emitter *emitter, const struct expr *call,
					 struct LLVMOpaqueValue *to);
struct LLVMOpaqueValue *emit_ntop(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_macaddr(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_bswap(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *to);
struct LLVMOpaqueValue *emit_path_of(struct emitter *emitter, const struct expr *call,
				     struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_strlen(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_printf(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_print(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_emit(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_form(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_time(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_strftime(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_exit(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_join(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_delete(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_has_key(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_clear(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_len(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_count(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_sum(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_min(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_max(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_avg(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_hist(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
struct LLVMOpaqueValue *emit_lhist(struct emitter *emitter, const struct expr *call,
				   struct LLVMOpaqueValue *destination);
