/*
 * Check: the checking hooks of the rows; stdlib/check_*.c. Each returns the value's
 * type, type_error after a complaint.
 */
#pragma once

struct checker;
struct expr;
struct type;

const struct type *check_args(struct checker *checker, struct expr *call);
const struct type *check_argn(struct checker *checker, struct expr *call);
const struct type *check_retval(struct checker *checker, struct expr *call);
const struct type *check_entry(struct checker *checker, struct expr *call);
const struct type *check_returned(struct checker *checker, struct expr *call);
const struct type *check_ctx(struct checker *checker, struct expr *call);
const struct type *check_has_cpid(struct checker *checker, struct expr *call);
const struct type *check_reg(struct checker *checker, struct expr *call);
const struct type *check_usermode(struct checker *checker, struct expr *call);
const struct type *check_uaddr(struct checker *checker, struct expr *call);
const struct type *check_kptr(struct checker *checker, struct expr *call);
const struct type *check_uptr(struct checker *checker, struct expr *call);
const struct type *check_cgroupid(struct checker *checker, struct expr *call);
const struct type *check_cgroup_path(struct checker *checker, struct expr *call);
const struct type *check_pton(struct checker *checker, struct expr *call);
const struct type *check_strcap(struct checker *checker, struct expr *call);
const struct type *check_memcmp(struct checker *checker, struct expr *call);
const struct type *check_str_concat(struct checker *checker, struct expr *call);
const struct type *check_cpid(struct checker *checker, struct expr *call);
const struct type *check_curtask(struct checker *checker, struct expr *call);
const struct type *check_func(struct checker *checker, struct expr *call);
const struct type *check_probe(struct checker *checker, struct expr *call);
const struct type *check_nsecs(struct checker *checker, struct expr *call);
const struct type *check_kstack(struct checker *checker, struct expr *call);
const struct type *check_ustack(struct checker *checker, struct expr *call);
const struct type *check_kaddr(struct checker *checker, struct expr *call);
const struct type *check_ksym(struct checker *checker, struct expr *call);
const struct type *check_usym(struct checker *checker, struct expr *call);
const struct type *check_str(struct checker *checker, struct expr *call);
const struct type *check_buf(struct checker *checker, struct expr *call);
const struct type *check_words(struct checker *checker, struct expr *call);
const struct type *check_bswap(struct checker *checker, struct expr *call);
const struct type *check_path_of(struct checker *checker, struct expr *call);
const struct type *check_printf(struct checker *checker, struct expr *call);
const struct type *check_errorf(struct checker *checker, struct expr *call);
const struct type *check_warnf(struct checker *checker, struct expr *call);
const struct type *check_cat(struct checker *checker, struct expr *call);
const struct type *check_system(struct checker *checker, struct expr *call);
const struct type *check_signal(struct checker *checker, struct expr *call);
const struct type *check_override(struct checker *checker, struct expr *call);
const struct type *check_print(struct checker *checker, struct expr *call);
const struct type *check_emit(struct checker *checker, struct expr *call);
const struct type *check_row(struct checker *checker, struct expr *call);
const struct type *check_ntop(struct checker *checker, struct expr *call);
const struct type *check_macaddr(struct checker *checker, struct expr *call);
const struct type *check_form(struct checker *checker, struct expr *call);
const struct type *check_time(struct checker *checker, struct expr *call);
const struct type *check_strftime(struct checker *checker, struct expr *call);
const struct type *check_exit(struct checker *checker, struct expr *call);
const struct type *check_join(struct checker *checker, struct expr *call);
const struct type *check_delete(struct checker *checker, struct expr *call);
const struct type *check_has_key(struct checker *checker, struct expr *call);
const struct type *check_clear(struct checker *checker, struct expr *call);
const struct type *check_zero(struct checker *checker, struct expr *call);
const struct type *check_len(struct checker *checker, struct expr *call);
const struct type *check_count(struct checker *checker, struct expr *call);
const struct type *check_sum(struct checker *checker, struct expr *call);
const struct type *check_min(struct checker *checker, struct expr *call);
const struct type *check_max(struct checker *checker, struct expr *call);
const struct type *check_avg(struct checker *checker, struct expr *call);
const struct type *check_stats(struct checker *checker, struct expr *call);
const struct type *check_hist(struct checker *checker, struct expr *call);
const struct type *check_lhist(struct checker *checker, struct expr *call);
