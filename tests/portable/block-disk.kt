// The disk of every request, and for whom it is. rq_disk went in 5.17, the queue knows the
// disk since 5.15; the tracepoint lost its first argument in 5.11 and in stable 5.10.137.
rawtracepoint:block_rq_issue { @[comm, str((arg_rq.q.disk ?? arg_rq.rq_disk).disk_name)] = count(); }
